using System.Globalization;

namespace EndToEnd.Tests.Engine;

/// <summary>What a browser received of a camera, by its own statistics.</summary>
/// <param name="Seconds">Since some beginning.</param>
/// <param name="Bytes">Of encoded pictures, without what was sent besides to repair them.</param>
/// <param name="FramesDecoded">Pictures.</param>
/// <param name="Quantizers">The sum of their quantizers: the coarser, the more.</param>
/// <param name="FreezeCount">Times that the picture stood still.</param>
/// <param name="FreezeSeconds">How long, in all.</param>
public sealed record ReceivedVideo(double Seconds, long Bytes, int FramesDecoded, long Quantizers, int FreezeCount, double FreezeSeconds)
{
    /// <summary>What came since an earlier time.</summary>
    public ReceivedVideo Since(ReceivedVideo earlier) => new(
        Seconds - earlier.Seconds,
        Bytes - earlier.Bytes,
        FramesDecoded - earlier.FramesDecoded,
        Quantizers - earlier.Quantizers,
        FreezeCount - earlier.FreezeCount,
        FreezeSeconds - earlier.FreezeSeconds);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Bytes * 8 / Seconds / 1000:0} kbit/s, {FramesDecoded / Seconds:0.0} pictures a second, quantizer {Quantizers / (double)FramesDecoded:0}, {FreezeCount} freezes ({FreezeSeconds:0.0} s)");
}
