namespace Load.Net;

/// <summary>Loses datagrams at random, each with the same probability and independent of the others.</summary>
internal sealed class RandomLoss(double probability, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Datagrams lost so far.</summary>
    public long Lost { get; private set; }

    /// <summary>Decides on a datagram.</summary>
    public bool Loses()
    {
        if (probability <= 0 || _random.NextDouble() >= probability)
        {
            return false;
        }

        Lost++;
        return true;
    }
}
