using Sfu.Ice;
using Sfu.Sdp;

namespace Sfu.Workers;

/// <summary>A participant that was given to a worker.</summary>
/// <param name="worker">Its number.</param>
/// <param name="credentials">Our ICE credentials for it.</param>
/// <param name="session">What offer and answer agreed on last.</param>
internal sealed class Placement(int worker, IceCredentials credentials, NegotiatedSession session)
{
    /// <summary>The number of the worker that has it.</summary>
    public int Worker => worker;

    /// <summary>Our ICE credentials for it.</summary>
    public IceCredentials Credentials { get; set; } = credentials;

    /// <summary>What offer and answer agreed on last.</summary>
    public NegotiatedSession Session { get; set; } = session;

    /// <summary>Whether the worker has taken it; written and read on the worker's thread.</summary>
    public bool Taken { get; set; }
}
