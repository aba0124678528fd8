using Sfu;
using Signaling.Accounts;
using Signaling.Calls;
using Signaling.Policy;

namespace Signaling.Tests.Calls;

/// <summary>
/// A switchboard with everything around it played by the test: what devices were told, what the engine was told, what was
/// stored. After each step it checks what must always hold.
/// </summary>
internal sealed class SwitchboardModel
{
    public static readonly CallTimes Times = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30));

    private readonly Dictionary<(DeviceKey, string), CallView> _told = [];
    private readonly Dictionary<DeviceKey, string> _sessions = [];
    private readonly HashSet<ParticipantKey> _openGates = [];
    private readonly Dictionary<(ParticipantKey, MediaKind), bool> _muted = [];
    private readonly HashSet<string> _closedRooms = [];
    private readonly HashSet<ParticipantKey> _removed = [];
    private readonly HashSet<ParticipantKey> _joined = [];
    private int _sessionCount;

    public Switchboard Board { get; } = new(Times);

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The calls that were stored as begun.</summary>
    public Dictionary<string, Call> Started { get; } = [];

    /// <summary>The calls that were stored as ended.</summary>
    public Dictionary<string, Call> Ended { get; } = [];

    /// <summary>The missed calls that were told.</summary>
    public List<Call> Missed { get; } = [];

    public bool IsOnline(DeviceKey device) => _sessions.ContainsKey(device);

    /// <summary>What the device knows of a call.</summary>
    public CallView? Told(DeviceKey device, string callId) => _told.GetValueOrDefault((device, callId));

    public void Connect(DeviceKey device)
    {
        string session = $"s{++_sessionCount}";
        _sessions[device] = session;
        foreach (CallView view in Board.Connect(device, session, Now))
        {
            _told[(device, view.Id)] = view;
        }

        Settle();
    }

    public void Disconnect(DeviceKey device, bool isClean)
    {
        if (_sessions.Remove(device, out string? session))
        {
            Board.Disconnect(device, session, isClean, Now);
            foreach ((DeviceKey, string) key in _told.Keys.Where(key => key.Item1 == device).ToArray())
            {
                _told.Remove(key);
            }

            Settle();
        }
    }

    public InvitationOutcome Invite(DeviceKey from, string to, CallMedia media, string reference)
    {
        var invitation = new Invitation(from, to, media, reference);
        InvitationOutcome outcome = Board.Consider(invitation, Now);
        Settle(outcome, from);
        if (outcome is InvitationOutcome.AskPolicy)
        {
            var admission = new CallAdmission(Audience.Follows, 1, ProfileOf(from.Account), ProfileOf(to));
            outcome = Board.Place(invitation, admission, 1, Now);
            Settle(outcome, from);
        }

        return outcome;
    }

    public CommandOutcome Command(DeviceKey device, string callId, CallInput input)
    {
        CommandOutcome outcome = Board.Command(device, callId, input, Now);
        if (outcome.View is { } view)
        {
            _told[(device, callId)] = view;
        }

        Settle();
        return outcome;
    }

    /// <summary>The engine answers an offer of the device; gives the participant, if it may have media.</summary>
    public ParticipantKey? Join(DeviceKey device, string callId)
    {
        JoinPermit? permit = Board.PermitJoin(device, callId, out _);
        if (permit is not null)
        {
            Assert.DoesNotContain(permit.Participant, _removed);
            Assert.True(Board.Joined(permit.Participant, Now));
            _joined.Add(permit.Participant);
            Settle();
        }

        return permit?.Participant;
    }

    public void Happen(string callId, CallInput input)
    {
        Board.Happened(callId, input, Now);
        Settle();
    }

    public void Do(Action<Switchboard, DateTimeOffset> action)
    {
        action(Board, Now);
        Settle();
    }

    public void Advance(TimeSpan time)
    {
        DateTimeOffset until = Now + time;
        while (Board.NextDeadline is { } deadline && deadline <= until)
        {
            Now = deadline > Now ? deadline : Now;
            Board.Advance(Now);
            Settle();
        }

        Now = until;
    }

    public static Profile ProfileOf(string account) => new()
    {
        Id = account,
        Handle = account,
        DisplayName = account,
        Premium = true,
        Verified = false,
        Following = false,
        FollowedBy = false,
        Blocked = false,
    };

    private void Settle(InvitationOutcome outcome, DeviceKey from)
    {
        if (outcome is InvitationOutcome.Placed placed)
        {
            _told[(from, placed.View.Id)] = placed.View;
        }

        Settle();
    }

    private void Settle()
    {
        foreach (CallEffect effect in Board.TakeEffects())
        {
            Take(effect);
        }

        Check();
    }

    private void Take(CallEffect effect)
    {
        switch (effect)
        {
            case CallEffect.OpenGate gate:
                Assert.DoesNotContain(gate.Participant.Room, _closedRooms);
                Assert.DoesNotContain(gate.Participant, _removed);
                _openGates.Add(gate.Participant);
                break;
            case CallEffect.SetMuted mute:
                Assert.DoesNotContain(mute.Participant.Room, _closedRooms);
                _muted[(mute.Participant, mute.Kind)] = mute.Muted;
                break;
            case CallEffect.RemoveParticipant remove:
                _removed.Add(remove.Participant);
                _openGates.Remove(remove.Participant);
                break;
            case CallEffect.CloseRoom close:
                _closedRooms.Add(close.Room);
                _openGates.RemoveWhere(participant => participant.Room == close.Room);
                break;
            case CallEffect.RecordStart start:
                Assert.True(Started.TryAdd(start.Call.Id, start.Call), "A call began twice.");
                break;
            case CallEffect.RecordAnswer answer:
                Assert.Contains(answer.Call.Id, Started.Keys);
                Assert.DoesNotContain(answer.Call.Id, Ended.Keys);
                break;
            case CallEffect.RecordEnd end:
                Assert.Contains(end.Call.Id, Started.Keys);
                Assert.True(Ended.TryAdd(end.Call.Id, end.Call), "A call ended twice.");
                break;
            case CallEffect.NotifyIncoming incoming:
                Assert.Equal(CallState.Ringing, incoming.View.State);
                Tell(incoming.Device, incoming.View);
                break;
            case CallEffect.NotifyUpdated updated:
                Tell(updated.Device, updated.View);
                break;
            case CallEffect.NotifyMissed missed:
                Missed.Add(missed.Call);
                break;
        }
    }

    private void Tell(DeviceKey device, CallView view)
    {
        if (_sessions.ContainsKey(device))
        {
            Assert.NotEqual(_told.GetValueOrDefault((device, view.Id)), view);
            _told[(device, view.Id)] = view;
        }
    }

    private void Check()
    {
        IReadOnlyList<Call> running = Board.Running;
        List<string> engaged = [.. running.SelectMany(call => (string[])[call.Caller.Account, call.Callee.Account])];
        Assert.Equal(engaged.Count, engaged.Distinct().Count());

        // Whoever has media and no place in a running call any more was taken out of the engine.
        HashSet<ParticipantKey> live = [.. running.SelectMany(call => call.LiveLegs.Select(leg => new ParticipantKey(call.Id, leg.Participant)))];
        Assert.All(_joined.Where(joined => !live.Contains(joined)), gone => Assert.True(_removed.Contains(gone) || _closedRooms.Contains(gone.Room)));

        HashSet<ParticipantKey> allowed = [];
        foreach (Call call in running)
        {
            CheckRunning(call, allowed);
        }

        Assert.Equal(allowed, _openGates);
        Assert.All(Ended.Values, CheckEnded);
        Assert.Equal(Started.Count, Ended.Count + running.Count);
    }

    private void CheckRunning(Call call, HashSet<ParticipantKey> allowed)
    {
        // Nothing but media that flows on both sides keeps a call for ever.
        Assert.Equal(call.State == CallState.Active, CallMachine.Deadline(call, Times) is null);
        if (call.State == CallState.Active)
        {
            Assert.True(call.CallerLeg.MediaUp && call.AnsweredLeg!.MediaUp);
        }

        foreach (CallLeg leg in call.LiveLegs.Where(leg => leg.Joins > 0))
        {
            var participant = new ParticipantKey(call.Id, leg.Participant);
            Assert.Equal(!leg.Audio, _muted[(participant, MediaKind.Audio)]);
            Assert.Equal(!leg.Video, _muted[(participant, MediaKind.Video)]);
            if (call.Answered is not null)
            {
                allowed.Add(participant);
            }
        }

        CheckTold(call);
    }

    private void CheckEnded(Call ended)
    {
        if (ended.CalleeLegs.Length > 0 || ended.CallerLeg.Joins > 0)
        {
            Assert.True(_closedRooms.Contains(ended.Id) || ended.Ending!.Caller == CallReason.Busy);
        }

        if (Board.Find(ended.Id) is { } remembered)
        {
            CheckTold(remembered);
        }
    }

    // Each device that is connected knows of its calls what is true.
    private void CheckTold(Call call)
    {
        foreach (DeviceKey device in call.AllLegs.Select(leg => leg.Device).Where(IsOnline))
        {
            CallView view = CallView.For(call, device, Times)!;
            CallView? told = Told(device, call.Id);
            if (told is null)
            {
                // Only what ended before the device came back is not told anew.
                Assert.Equal(CallState.Ended, view.State);
            }
            else
            {
                Assert.Equal(view, told);
            }
        }
    }
}
