namespace Sfu.Sdp;

/// <summary>Who sends, as seen by the author of the description (RFC 8866 section 6.7).</summary>
[Flags]
public enum MediaDirection
{
    /// <summary><c>a=inactive</c></summary>
    Inactive = 0,

    /// <summary><c>a=sendonly</c></summary>
    Send = 1,

    /// <summary><c>a=recvonly</c></summary>
    Receive = 2,

    /// <summary><c>a=sendrecv</c></summary>
    SendReceive = Send | Receive,
}
