namespace Sfu.Tests.Dtls;

/// <summary>How a <see cref="DtlsPair"/> treats a datagram.</summary>
internal readonly record struct LinkConditions(double Loss, double Duplication, long MinimumDelay, long MaximumDelay)
{
    internal static readonly LinkConditions Perfect = new(0, 0, 1_000, 1_000);

    /// <summary>One in four lost, one in five doubled, delays that reorder.</summary>
    internal static readonly LinkConditions Poor = new(0.25, 0.2, 1_000, 80_000);
}
