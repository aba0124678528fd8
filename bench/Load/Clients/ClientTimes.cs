using Sfu;

namespace Load.Clients;

/// <summary>When a client got how far; never, where it did not.</summary>
internal sealed class ClientTimes
{
    /// <summary>The request to join left.</summary>
    public MediaTime Asked { get; set; } = MediaTime.Never;

    /// <summary>The answer was there.</summary>
    public MediaTime Answered { get; set; } = MediaTime.Never;

    /// <summary>ICE was complete.</summary>
    public MediaTime IceConnected { get; set; } = MediaTime.Never;

    /// <summary>DTLS was complete.</summary>
    public MediaTime Connected { get; set; } = MediaTime.Never;

    /// <summary>The first authentic packet of media was there.</summary>
    public MediaTime FirstMedia { get; set; } = MediaTime.Never;
}
