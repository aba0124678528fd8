namespace Sfu.Congestion;

/// <summary>
/// How much of pictures a way that loses packets should carry. A lost packet holds up its frame until it is repaired, and all after it: the more packets a
/// frame has, the more frames wait. The bound is that of libwebrtc's LossBasedBweV2 (its "instant upper bound").
/// </summary>
internal static class RepairableRate
{
    private const double Balance = 75_000;
    private const double Offset = 0.05;
    private const long Least = 300_000;

    /// <summary>Bits a second at most; <see cref="long.MaxValue"/> for no bound.</summary>
    /// <param name="loss">The share of packets that are lost, smoothed over some seconds.</param>
    public static long Of(double loss) => loss <= Offset + (Balance / 1e9) ? long.MaxValue : Math.Max(Least, (long)(Balance / (loss - Offset)));
}
