namespace Sfu.Ice;

/// <summary>The class bits of a STUN message type (RFC 8489 section 5).</summary>
public enum StunClass : byte
{
    /// <summary>Wants an answer.</summary>
    Request = 0,

    /// <summary>Wants none.</summary>
    Indication = 1,

    /// <summary>Success response.</summary>
    Success = 2,

    /// <summary>Error response.</summary>
    Error = 3,
}
