namespace Sfu.Ice;

/// <summary>Where an <see cref="IceLiteAgent"/> stands.</summary>
public enum IceState
{
    /// <summary>No authenticated check has arrived.</summary>
    New,

    /// <summary>There is a path, and the peer has been heard lately.</summary>
    Connected,

    /// <summary>Nothing authenticated for a while; the next check or media packet makes it <see cref="Connected"/> again.</summary>
    Interrupted,

    /// <summary>Nothing authenticated for too long: nothing may be sent any more (RFC 7675 section 5.1). Final.</summary>
    Expired,
}
