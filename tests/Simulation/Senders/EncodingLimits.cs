namespace Simulation.Senders;

/// <summary>Bits a second of one stream of a camera: below the least it is not made; lower streams get their target before higher ones get anything.</summary>
/// <param name="Least">The least.</param>
/// <param name="Target">What it gets before higher ones.</param>
/// <param name="Most">The most.</param>
/// <param name="Height">Pixels that its pictures are high.</param>
internal sealed record EncodingLimits(long Least, long Target, long Most, int Height)
{
    /// <summary>As libwebrtc has them for simulcast of a 1280x720 camera: the smallest picture first.</summary>
    public static readonly EncodingLimits[] Simulcast =
    [
        new(30_000, 150_000, 200_000, 180),
        new(150_000, 500_000, 700_000, 360),
        new(600_000, 2_500_000, 2_500_000, 720),
    ];

    /// <summary>Of a camera with one stream.</summary>
    public static EncodingLimits Single(long most) => new(0, most, most, 720);

    /// <summary>Divides a rate among streams, as libwebrtc's allocator does.</summary>
    public static long[] Divide(long rate, IReadOnlyList<EncodingLimits> streams)
    {
        long[] rates = new long[streams.Count];
        int top = 0;
        for (int i = 0; i < streams.Count; i++)
        {
            // The lowest one is made however little there is.
            if (i > 0 && rate < streams[i].Least)
            {
                break;
            }

            top = i;
            rates[i] = Math.Min(rate, streams[i].Target);
            rate -= rates[i];
        }

        rates[top] += Math.Min(rate, streams[top].Most - rates[top]);
        return rates;
    }
}
