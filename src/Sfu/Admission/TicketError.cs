namespace Sfu.Admission;

/// <summary>Why a signed ticket was refused.</summary>
public enum TicketError
{
    /// <summary>The ticket is valid.</summary>
    None,

    /// <summary>Not a ticket: wrong shape, encoding or length.</summary>
    Malformed,

    /// <summary>The signature is not by this server's key.</summary>
    BadSignature,

    /// <summary>The ticket was valid once.</summary>
    Expired,
}
