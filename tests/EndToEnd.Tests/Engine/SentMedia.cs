using System.Globalization;
using EndToEnd.Tests.Browsers;

namespace EndToEnd.Tests.Engine;

/// <summary>What a browser sends, by its own statistics.</summary>
/// <param name="Seconds">Since some beginning.</param>
/// <param name="Estimate">What its congestion control makes of the way, in bits a second.</param>
/// <param name="Target">What it lets the encoder of pictures give, in bits a second.</param>
/// <param name="Bytes">Of pictures, with what was sent besides to repair them, without headers.</param>
/// <param name="BytesAgain">Of those what was sent again.</param>
/// <param name="AudioBytes">Of sound, without headers.</param>
public sealed record SentMedia(double Seconds, double Estimate, double Target, long Bytes, long BytesAgain, long AudioBytes)
{
    /// <summary>What was sent since an earlier time.</summary>
    public SentMedia Since(SentMedia earlier) => this with
    {
        Seconds = Seconds - earlier.Seconds,
        Bytes = Bytes - earlier.Bytes,
        BytesAgain = BytesAgain - earlier.BytesAgain,
        AudioBytes = AudioBytes - earlier.AudioBytes,
    };

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"sent {Rate(Bytes):0} kbit/s of pictures ({Rate(BytesAgain):0} of it again), {Rate(AudioBytes):0} of sound; estimate {Estimate / 1000:0}, target {Target / 1000:0}");

    /// <summary>Asks a bare page.</summary>
    public static Task<SentMedia> ReadAsync(BrowserPage page) => page.EvaluateAsync<SentMedia>("() => window.bare.sentMedia()");

    private double Rate(long bytes) => bytes * 8 / Seconds / 1000;
}
