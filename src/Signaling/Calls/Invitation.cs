namespace Signaling.Calls;

/// <summary>A wish to call.</summary>
/// <param name="From">The caller's device.</param>
/// <param name="To">The callee's account.</param>
/// <param name="Media">What to start with.</param>
/// <param name="ClientRef">The client's own name for it: a repetition gives the same call.</param>
internal sealed record Invitation(DeviceKey From, string To, CallMedia Media, string ClientRef)
{
    /// <summary>What makes it repeatable.</summary>
    public CallReference Reference => new(From, ClientRef);
}
