namespace Sfu.Ice;

/// <summary>Why a message was discarded or rejected.</summary>
public enum IceRefusal
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>A response, an indication, or a method other than Binding.</summary>
    NotBindingRequest,

    /// <summary>FINGERPRINT is wrong: not STUN, or damaged.</summary>
    BadFingerprint,

    /// <summary>USERNAME or MESSAGE-INTEGRITY is missing.</summary>
    MissingCredentials,

    /// <summary>USERNAME does not begin with our ufrag.</summary>
    UnknownUsername,

    /// <summary>MESSAGE-INTEGRITY was not made with our password.</summary>
    BadIntegrity,

    /// <summary>Authentic, but with an attribute that has to be understood and is not.</summary>
    UnknownAttribute,

    /// <summary>Authentic, but the peer says that it is controlled; towards a lite agent it has to control.</summary>
    RoleConflict,

    /// <summary>Consent has expired; only new credentials help.</summary>
    Expired,
}
