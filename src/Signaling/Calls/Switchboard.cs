using Sfu;
using Signaling.Wire;

namespace Signaling.Calls;

/// <summary>
/// All calls of this process, and what holds between them: an account is in one call at most, both calling each other
/// become one call, an invitation repeated is one call. No clock and no I/O: every method takes the time, and what has
/// to be done collects until <see cref="TakeEffects"/>. One thread at a time.
/// </summary>
internal sealed class Switchboard(CallTimes times)
{
    /// <summary>How long an ended call is still known, so that a late repetition finds it.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, Call> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _engaged = new(StringComparer.Ordinal);
    private readonly Dictionary<CallReference, (string CallId, string To)> _references = [];
    private readonly DeadlineQueue _deadlines = new();
    private readonly Presence _presence = new();
    private List<CallEffect> _effects = [];

    /// <summary>When <see cref="Advance"/> has something to do, or null.</summary>
    public DateTimeOffset? NextDeadline => _deadlines.Next;

    /// <summary>The calls that are on.</summary>
    public IReadOnlyList<Call> Running => [.. _calls.Values.Where(call => call.State != CallState.Ended)];

    /// <summary>The call, also for a while after its end.</summary>
    public Call? Find(string callId) => _calls.GetValueOrDefault(callId);

    /// <summary>Whether the session is the device's own and latest: a replaced session has no say any more.</summary>
    public bool IsCurrent(DeviceKey device, string session) => _presence.IsCurrent(device, session);

    /// <summary>Takes out what has to be done since the last time.</summary>
    public IReadOnlyList<CallEffect> TakeEffects()
    {
        List<CallEffect> taken = _effects;
        _effects = [];
        return taken;
    }

    /// <summary>Lets deadlines pass.</summary>
    public void Advance(DateTimeOffset now)
    {
        while (_deadlines.TryTake(now, out string id))
        {
            Call call = _calls[id];
            if (call.State == CallState.Ended)
            {
                Forget(call);
            }
            else
            {
                Apply(call, new CallInput.TimePassed(), now);
            }
        }
    }

    /// <summary>A session began. Gives the calls that the device is in or that ring on it.</summary>
    public IReadOnlyList<CallView> Connect(DeviceKey device, string session, DateTimeOffset now)
    {
        _presence.Add(device, session);
        if (EngagedCall(device.Account) is not { } call)
        {
            return [];
        }

        Apply(call, new CallInput.DeviceOnline(device, Ids.Participant()), now, origin: device);
        return CallView.For(_calls[call.Id], device, times) is { State: not CallState.Ended } view ? [view] : [];
    }

    /// <summary>A device whose session began has read what calls there are: what else it has to know of its call follows.</summary>
    public void Remind(DeviceKey device)
    {
        if (EngagedCall(device.Account) is { } call)
        {
            _effects.AddRange(CallEffects.Standing(call, device));
        }
    }

    /// <summary>A session ended.</summary>
    public void Disconnect(DeviceKey device, string session, bool isClean, DateTimeOffset now)
    {
        if (_presence.Remove(device, session) && EngagedCall(device.Account) is { } call)
        {
            Apply(call, new CallInput.DeviceOffline(device, isClean), now, origin: device);
        }
    }

    /// <summary>What can be said about an invitation without the policy.</summary>
    public InvitationOutcome Consider(Invitation invitation, DateTimeOffset now)
    {
        if (_references.TryGetValue(invitation.Reference, out (string CallId, string To) known))
        {
            return known.To == invitation.To
                ? new InvitationOutcome.Placed(CallView.For(_calls[known.CallId], invitation.From, times)!)
                : new InvitationOutcome.Refused(ErrorCode.Conflict);
        }

        if (EngagedCall(invitation.From.Account) is not { } own)
        {
            return new InvitationOutcome.AskPolicy();
        }

        bool isCalledByThem = own.State == CallState.Ringing && own.Caller.Account == invitation.To && own.FindCalleeLeg(invitation.From) is not null;
        return isCalledByThem ? Merge(own, invitation, now) : new InvitationOutcome.Refused(ErrorCode.AlreadyInCall);
    }

    /// <summary>Places a call that the policy admits.</summary>
    public InvitationOutcome Place(Invitation invitation, CallAdmission admission, long policyVersion, DateTimeOffset now)
    {
        InvitationOutcome considered = Consider(invitation, now);
        if (considered is not InvitationOutcome.AskPolicy)
        {
            return considered;
        }

        if (admission.PolicyVersion != policyVersion)
        {
            return new InvitationOutcome.AskPolicyAgain();
        }

        var call = new Call
        {
            Id = Ids.Call(),
            Media = invitation.Media,
            Why = admission.Why,
            PolicyVersion = admission.PolicyVersion,
            Caller = new CallParty(invitation.From.Account, admission.Caller),
            Callee = new CallParty(invitation.To, admission.Callee),
            CallerLeg = new CallLeg
            {
                Device = invitation.From,
                Participant = Ids.Participant(),
                Audio = true,
                Video = invitation.Media == CallMedia.Video,
            },
            References = [invitation.Reference],
            CreatedAt = now,
        };
        call = _engaged.ContainsKey(invitation.To)
            ? call.End(CallReason.Busy, now)
            : call with { CalleeLegs = [.. _presence.DevicesOf(invitation.To).Select(NewLeg)] };
        _references[invitation.Reference] = (call.Id, invitation.To);
        Commit(null, call, invitation.From);
        return new InvitationOutcome.Placed(CallView.For(call, invitation.From, times)!);
    }

    /// <summary>Takes a command of a device.</summary>
    public CommandOutcome Command(DeviceKey device, string callId, CallInput input, DateTimeOffset now)
    {
        if (!_calls.TryGetValue(callId, out Call? call) || !call.Involves(device.Account))
        {
            return CommandOutcome.Refused(ErrorCode.CallNotFound);
        }

        return Apply(call, input, now, origin: device)
            ? new CommandOutcome(CallView.For(_calls[callId], device, times), null)
            : CommandOutcome.Refused(ErrorCode.WrongState);
    }

    /// <summary>Whether a device may open a transport for a call's media now.</summary>
    public JoinPermit? PermitJoin(DeviceKey device, string callId, out ErrorCode error)
    {
        error = ErrorCode.CallNotFound;
        if (!_calls.TryGetValue(callId, out Call? call) || !call.Involves(device.Account))
        {
            return null;
        }

        error = ErrorCode.WrongState;
        CallLeg? leg = call.LiveLegs.FirstOrDefault(leg => leg.Device == device);
        return leg is null ? null : new JoinPermit(new ParticipantKey(call.Id, leg.Participant), call.PolicyVersion);
    }

    /// <summary>The engine answered an offer.</summary>
    /// <returns>False when the call went on without the participant meanwhile; its media is ended then.</returns>
    public bool Joined(ParticipantKey participant, DateTimeOffset now)
    {
        Call? call = Find(participant.Room);
        if (call is null || call.State == CallState.Ended)
        {
            _effects.Add(new CallEffect.CloseRoom(participant.Room));
            return false;
        }

        if (!call.LiveLegs.Any(leg => leg.Participant == participant.Participant))
        {
            _effects.Add(new CallEffect.RemoveParticipant(participant));
            return false;
        }

        Apply(call, new CallInput.Joined(participant.Participant), now);
        return true;
    }

    /// <summary>Something happened to a call that is no device's command; what is over or unknown is not concerned.</summary>
    public void Happened(string callId, CallInput input, DateTimeOffset now)
    {
        if (_calls.TryGetValue(callId, out Call? call))
        {
            Apply(call, input, now);
        }
    }

    /// <summary>An account blocked another.</summary>
    public void Block(string by, string other, DateTimeOffset now)
    {
        if (EngagedCall(by) is { } call && call.Involves(other))
        {
            Apply(call, new CallInput.Block(by), now);
        }
    }

    /// <summary>An account was suspended or deleted.</summary>
    public void Suspend(string account, DateTimeOffset now)
    {
        if (EngagedCall(account) is { } call)
        {
            Apply(call, new CallInput.EndByPolicy(), now);
        }
    }

    /// <summary>The server stops.</summary>
    public void EndAll(DateTimeOffset now)
    {
        foreach (Call call in Running)
        {
            Apply(call, new CallInput.Fail(), now);
        }
    }

    private InvitationOutcome.Placed Merge(Call call, Invitation invitation, DateTimeOffset now)
    {
        Call known = call with { References = call.References.Add(invitation.Reference) };
        _calls[call.Id] = known;
        _references[invitation.Reference] = (call.Id, invitation.To);
        Apply(known, new CallInput.Accept(invitation.From, invitation.Media), now, origin: invitation.From);
        return new InvitationOutcome.Placed(CallView.For(_calls[call.Id], invitation.From, times)!);
    }

    private bool Apply(Call call, CallInput input, DateTimeOffset now, DeviceKey? origin = null)
    {
        CallStep step = CallMachine.Apply(call, input, now, times);
        if (!step.IsRefused)
        {
            Commit(call, step.Call, origin);
        }

        return !step.IsRefused;
    }

    private void Commit(Call? before, Call after, DeviceKey? origin)
    {
        _calls[after.Id] = after;
        if (after.State == CallState.Ended)
        {
            Disengage(after);
            _deadlines.Set(after.Id, after.EndedAt + Retention);
        }
        else
        {
            _engaged[after.Caller.Account] = after.Id;
            _engaged[after.Callee.Account] = after.Id;
            _deadlines.Set(after.Id, CallMachine.Deadline(after, times));
        }

        _effects.AddRange(CallEffects.Between(before, after, origin, times));
    }

    private void Disengage(Call call)
    {
        foreach (string account in (string[])[call.Caller.Account, call.Callee.Account])
        {
            if (_engaged.TryGetValue(account, out string? id) && id == call.Id)
            {
                _engaged.Remove(account);
            }
        }
    }

    private void Forget(Call call)
    {
        _calls.Remove(call.Id);
        foreach (CallReference reference in call.References)
        {
            _references.Remove(reference);
        }
    }

    private Call? EngagedCall(string account) => _engaged.TryGetValue(account, out string? id) ? _calls[id] : null;

    private static CallLeg NewLeg(DeviceKey device) => new() { Device = device, Participant = Ids.Participant() };
}
