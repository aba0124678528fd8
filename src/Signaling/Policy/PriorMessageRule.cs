namespace Signaling.Policy;

/// <summary>Which callers need a direct message from the callee before they can call.</summary>
internal enum PriorMessageRule
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Those that are not in the callee's address book.</summary>
    Unregistered,

    /// <summary>None.</summary>
    Off,
}
