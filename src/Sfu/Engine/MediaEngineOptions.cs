using System.Security.Cryptography;
using Sfu.Ice;
using Sfu.Rtcp;

namespace Sfu.Engine;

/// <summary>Times of the engine.</summary>
internal sealed record MediaEngineOptions
{
    /// <summary>Microseconds from the answer until ICE and DTLS must be complete. Covers the time that a call may ring.</summary>
    public long ConnectTimeout { get; init; } = MediaTime.Seconds(30);

    /// <summary>Which of the engines of the process it is.</summary>
    public int Shard { get; init; }

    /// <summary>What the clock is in the world's.</summary>
    public WallClock Clock { get; init; }

    /// <summary>Where numbers come from that nobody may guess; simulations have their own, to run the same again.</summary>
    public EntropySource Entropy { get; init; } = RandomNumberGenerator.Fill;
}
