using Signaling.Wire;

namespace Signaling.Calls;

/// <summary>What the switchboard makes of an <see cref="Invitation"/>.</summary>
internal abstract record InvitationOutcome
{
    private InvitationOutcome()
    {
    }

    /// <summary>There is a call: a new one, the one that it repeats, or the one of the other side.</summary>
    public sealed record Placed(CallView View) : InvitationOutcome;

    /// <summary>There is none.</summary>
    public sealed record Refused(ErrorCode Code) : InvitationOutcome;

    /// <summary>Nothing stands against it here: ask the policy.</summary>
    public sealed record AskPolicy : InvitationOutcome;

    /// <summary>The facts changed while the policy was asked: ask again.</summary>
    public sealed record AskPolicyAgain : InvitationOutcome;
}
