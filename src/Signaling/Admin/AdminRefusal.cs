namespace Signaling.Admin;

/// <summary>Why an account was not changed.</summary>
internal enum AdminRefusal
{
    /// <summary>There is no such account.</summary>
    Unknown,

    /// <summary>The id belonged to an account that was deleted.</summary>
    IdGone,

    /// <summary>Another account has the handle.</summary>
    HandleTaken,

    /// <summary>Another account has the phone number or e-mail address.</summary>
    IdentifierTaken,

    /// <summary>The text is neither phone number nor e-mail address.</summary>
    IdentifierMalformed,
}
