namespace Sfu.Congestion;

/// <summary>
/// How long pictures have to wait for what is lost to be sent again, so that hardly one of them stands still for it. Receivers allow for one round trip, and for none on
/// the way to the server, which they do not see.
/// </summary>
internal static class RepairTime
{
    // What is still missing after so many round trips is rare enough: as a repair comes up to 150 ms late before a picture counts as frozen, another round trip fits in.
    private const double Rest = 0.003;

    private const double LeastLoss = 0.02;
    private const long Margin = 30_000;
    private const long Longest = 300_000;

    /// <summary>Microseconds; 0 where little is lost.</summary>
    /// <param name="loss">The share of packets that are lost, smoothed over some seconds.</param>
    /// <param name="roundTrip">Microseconds to whom they are asked of and back.</param>
    public static long Of(double loss, long roundTrip)
    {
        if (loss < LeastLoss)
        {
            return 0;
        }

        long wait = Margin;
        for (double rest = loss; rest > Rest && wait < Longest; rest *= loss)
        {
            wait += roundTrip + Margin;
        }

        return Math.Min(wait, Longest);
    }
}
