namespace Sfu.Engine;

/// <summary>Datagrams that reached no participant.</summary>
internal sealed class EngineCounters
{
    /// <summary>Neither STUN nor DTLS nor RTP (RFC 7983).</summary>
    public long Unrecognized { get; set; }

    /// <summary>From an address that has not authenticated itself.</summary>
    public long UnknownSource { get; set; }

    /// <summary>STUN that is malformed or names no participant.</summary>
    public long UnknownStun { get; set; }

    /// <summary>Given up because memory was used up.</summary>
    public long Dropped { get; set; }
}
