namespace Simulation.Network;

/// <summary>What one direction of a network does to datagrams, from the moment that it is set. Times are microseconds.</summary>
/// <param name="Delay">Propagation.</param>
/// <param name="Jitter">Each datagram waits up to so much more, alone: larger than the spacing it reorders.</param>
/// <param name="Loss">Probability that a datagram is lost.</param>
/// <param name="Duplication">Probability that it comes twice.</param>
/// <param name="Wander">A further delay of up to so much that wanders and keeps the order, as other traffic and radio schedulers make it.</param>
/// <param name="Reordering">Probability that a datagram is held back while later ones pass.</param>
/// <param name="ReorderingDelay">It is held back for up to so long.</param>
/// <param name="Bursts">Losses that come in bursts, beside <paramref name="Loss"/>; null for none.</param>
/// <param name="Rate">Bits a second of a token bucket, with the headers of IP and UDP; null for no limit, 0 stops.</param>
/// <param name="Bucket">Bytes that may pass at once after a pause.</param>
/// <param name="Queue">Bytes that wait for the bucket; what finds no room is dropped (drop-tail).</param>
/// <param name="InOrder">Whether jitter keeps the order: what is delayed holds up what follows it, as retransmissions of Wi-Fi do.</param>
/// <param name="Blackout">Whether everything is lost.</param>
internal sealed record LinkSettings(
    long Delay = 10_000,
    long Jitter = 0,
    double Loss = 0,
    double Duplication = 0,
    long Wander = 0,
    double Reordering = 0,
    long ReorderingDelay = 20_000,
    BurstLoss? Bursts = null,
    long? Rate = null,
    int Bucket = 1_540,
    int Queue = 64 * 1024,
    bool InOrder = false,
    bool Blackout = false)
{
    public static readonly LinkSettings Perfect = new();

    /// <summary>A rate with a queue that holds what passes in so many milliseconds.</summary>
    public LinkSettings Limited(long bitsPerSecond, int queueMilliseconds = 300) => this with
    {
        Rate = bitsPerSecond,
        Queue = (int)Math.Max(bitsPerSecond / 8 * queueMilliseconds / 1000, 2 * Bucket),
    };
}
