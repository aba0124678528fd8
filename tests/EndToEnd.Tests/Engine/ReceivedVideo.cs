using System.Globalization;
using EndToEnd.Tests.Browsers;

namespace EndToEnd.Tests.Engine;

/// <summary>What a browser received of a camera, by its own statistics.</summary>
/// <param name="Seconds">Since some beginning.</param>
/// <param name="Bytes">Of encoded pictures, without what was sent besides to repair them.</param>
/// <param name="Width">Of the picture that was decoded last, in pixels.</param>
/// <param name="FramesDecoded">Pictures.</param>
/// <param name="Quantizers">The sum of their quantizers: the coarser, the more.</param>
/// <param name="FreezeCount">Times that the picture stood still.</param>
/// <param name="FreezeSeconds">How long, in all.</param>
/// <param name="KeyframeRequests">Times that nothing could be decoded any more.</param>
public sealed record ReceivedVideo(
    double Seconds, long Bytes, int Width, int FramesDecoded, long Quantizers, int FreezeCount, double FreezeSeconds, int KeyframeRequests)
{
    /// <summary>What came since an earlier time.</summary>
    public ReceivedVideo Since(ReceivedVideo earlier) => new(
        Seconds - earlier.Seconds,
        Bytes - earlier.Bytes,
        Width,
        FramesDecoded - earlier.FramesDecoded,
        Quantizers - earlier.Quantizers,
        FreezeCount - earlier.FreezeCount,
        FreezeSeconds - earlier.FreezeSeconds,
        KeyframeRequests - earlier.KeyframeRequests);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Bytes * 8 / Seconds / 1000:0} kbit/s, {Width} pixels wide, {FramesDecoded / Seconds:0.0} pictures a second, quantizer {Quantizers / (double)FramesDecoded:0}, {FreezeCount} freezes ({FreezeSeconds:0.0} s)");

    /// <summary>Asks a bare page.</summary>
    public static Task<ReceivedVideo> ReadAsync(BrowserPage page) => page.EvaluateAsync<ReceivedVideo>("() => window.bare.receivedVideo()");

    /// <summary>Asks a bare page until the condition holds.</summary>
    public static Task<ReceivedVideo> UntilAsync(BrowserPage page, Func<ReceivedVideo, bool> condition, string expectation, TimeSpan? limit = null) =>
        page.UntilAsync(() => ReadAsync(page), condition, expectation, limit);
}
