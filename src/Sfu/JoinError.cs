namespace Sfu;

/// <summary>Why an offer was refused.</summary>
public enum JoinError
{
    /// <summary>The admission ticket is malformed or not signed by this server.</summary>
    TicketInvalid,

    /// <summary>The admission ticket has expired.</summary>
    TicketExpired,

    /// <summary>The ticket was withdrawn by <see cref="IMediaServer.Remove"/> or <see cref="IMediaServer.CloseRoom"/>.</summary>
    TicketRevoked,

    /// <summary>The text is not SDP.</summary>
    SdpMalformed,

    /// <summary>The SDP lacks what this server needs, or asks for what it does not have.</summary>
    SdpUnsupported,

    /// <summary>No worker has room for another participant.</summary>
    Capacity,
}
