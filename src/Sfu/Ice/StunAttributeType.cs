namespace Sfu.Ice;

/// <summary>STUN attribute types (RFC 8489 section 18.3, RFC 8445 section 16.1). Those below 0x8000 have to be understood.</summary>
public enum StunAttributeType : ushort
{
    /// <summary>MAPPED-ADDRESS.</summary>
    MappedAddress = 0x0001,

    /// <summary>USERNAME.</summary>
    Username = 0x0006,

    /// <summary>MESSAGE-INTEGRITY (HMAC-SHA1).</summary>
    MessageIntegrity = 0x0008,

    /// <summary>ERROR-CODE.</summary>
    ErrorCode = 0x0009,

    /// <summary>UNKNOWN-ATTRIBUTES.</summary>
    UnknownAttributes = 0x000A,

    /// <summary>REALM, of the long-term mechanism.</summary>
    Realm = 0x0014,

    /// <summary>NONCE, of the long-term mechanism.</summary>
    Nonce = 0x0015,

    /// <summary>MESSAGE-INTEGRITY-SHA256; ICE does not use it (RFC 8445 section 7).</summary>
    MessageIntegritySha256 = 0x001C,

    /// <summary>PASSWORD-ALGORITHM, of the long-term mechanism.</summary>
    PasswordAlgorithm = 0x001D,

    /// <summary>USERHASH, of the long-term mechanism.</summary>
    UserHash = 0x001E,

    /// <summary>XOR-MAPPED-ADDRESS.</summary>
    XorMappedAddress = 0x0020,

    /// <summary>PRIORITY of the peer-reflexive candidate that the check would make.</summary>
    Priority = 0x0024,

    /// <summary>USE-CANDIDATE: the controlling side nominates this path.</summary>
    UseCandidate = 0x0025,

    /// <summary>SOFTWARE.</summary>
    Software = 0x8022,

    /// <summary>FINGERPRINT (CRC-32).</summary>
    Fingerprint = 0x8028,

    /// <summary>ICE-CONTROLLED: the sender says it is controlled.</summary>
    IceControlled = 0x8029,

    /// <summary>ICE-CONTROLLING: the sender says it controls.</summary>
    IceControlling = 0x802A,
}
