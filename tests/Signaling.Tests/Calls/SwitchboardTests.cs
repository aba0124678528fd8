using Sfu;
using Signaling.Calls;
using Signaling.Wire;

namespace Signaling.Tests.Calls;

/// <summary>The rules between calls, and the edges of a single one, step by step.</summary>
public sealed class SwitchboardTests : SwitchboardTest
{
    private static readonly DeviceKey BobToo = new("bob", "b2");
    private static readonly DeviceKey Carol = new("carol", "c1");

    public SwitchboardTests() => Model.Connect(Carol);

    [Fact]
    public void An_invitation_repeated_is_the_same_call_also_shortly_after_its_end()
    {
        CallView first = Place(Alice, "bob");
        Assert.Equal(first.Id, Place(Alice, "bob").Id);
        Model.Command(Alice, first.Id, new CallInput.HangUp(Alice));
        CallView again = Place(Alice, "bob");
        Assert.Equal((first.Id, CallState.Ended), (again.Id, again.State));

        Model.Advance(Switchboard.Retention);
        Assert.NotEqual(first.Id, Place(Alice, "bob").Id);
        Assert.Equal(2, Model.Started.Count);
    }

    [Fact]
    public void A_reference_used_for_somebody_else_is_a_conflict()
    {
        Place(Alice, "bob");
        Assert.Equal(ErrorCode.Conflict, Refusal(Model.Invite(Alice, "carol", CallMedia.Audio, "1")));
    }

    [Fact]
    public void Who_is_in_a_call_or_rings_cannot_call_somebody_else()
    {
        Place(Alice, "bob");
        Assert.Equal(ErrorCode.AlreadyInCall, Refusal(Model.Invite(Alice, "carol", CallMedia.Audio, "2")));
        Assert.Equal(ErrorCode.AlreadyInCall, Refusal(Model.Invite(Bob, "carol", CallMedia.Audio, "2")));
        Assert.Equal(ErrorCode.AlreadyInCall, Refusal(Model.Invite(Alice, "bob", CallMedia.Audio, "2")));
    }

    [Fact]
    public void A_callee_who_rings_or_talks_is_busy_and_misses_the_call()
    {
        Place(Alice, "bob");
        CallView busy = Place(Carol, "bob");
        Assert.Equal((CallState.Ended, CallReason.Busy), (busy.State, busy.Reason));
        Assert.Equal(busy.Id, Model.Missed.Single().Id);

        // Carol is free to call again, and to be called.
        Model.Command(Alice, Model.Board.Running.Single().Id, new CallInput.HangUp(Alice));
        Assert.Equal(CallState.Ringing, Place(Bob, "carol", "3").State);
    }

    [Fact]
    public void Both_calling_each_other_become_one_call_that_is_accepted()
    {
        CallView first = Place(Alice, "bob", media: CallMedia.Video);
        CallView second = Place(Bob, "alice", "other", CallMedia.Audio);

        Assert.Equal((first.Id, CallState.Connecting, CallDirection.Incoming), (second.Id, second.State, second.Direction));
        Assert.Equal(new SelfMedia(true, false), second.Self);
        Assert.Equal(CallState.Connecting, Model.Told(Alice, first.Id)!.State);
        Assert.Equal(second, Place(Bob, "alice", "other"));
        Assert.Single(Model.Started);
    }

    [Fact]
    public void All_devices_ring_the_first_answer_wins_and_the_others_are_told()
    {
        Model.Connect(BobToo);
        CallView call = Place(Alice, "bob");
        DeviceKey late = new("bob", "b3");
        Model.Connect(late);
        Assert.Equal(CallState.Ringing, Model.Told(late, call.Id)!.State);

        Model.Command(BobToo, call.Id, new CallInput.Accept(BobToo, CallMedia.Audio));
        foreach (DeviceKey loser in (DeviceKey[])[Bob, late])
        {
            Assert.Equal((CallState.Ended, CallReason.AnsweredElsewhere), (Model.Told(loser, call.Id)!.State, Model.Told(loser, call.Id)!.Reason));
            Assert.Equal(ErrorCode.WrongState, Model.Command(loser, call.Id, new CallInput.Accept(loser, CallMedia.Audio)).Error);
            Assert.Equal(ErrorCode.WrongState, Model.Command(loser, call.Id, new CallInput.HangUp(loser)).Error);
            Assert.Null(Model.Board.PermitJoin(loser, call.Id, out _));
        }

        Assert.Equal(CallState.Connecting, Model.Told(Alice, call.Id)!.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Declining_on_one_device_ends_it_for_all(bool byHangUp)
    {
        Model.Connect(BobToo);
        CallView call = Place(Alice, "bob");
        Model.Command(Bob, call.Id, byHangUp ? new CallInput.HangUp(Bob) : new CallInput.Decline(Bob));

        Assert.Equal(CallReason.Declined, Model.Told(Bob, call.Id)!.Reason);
        Assert.Equal(CallReason.DeclinedElsewhere, Model.Told(BobToo, call.Id)!.Reason);
        Assert.Equal(CallReason.Declined, Model.Told(Alice, call.Id)!.Reason);
        Assert.Empty(Model.Missed);
    }

    [Fact]
    public void Nobody_answers_in_time()
    {
        CallView call = Place(Alice, "bob");
        Model.Advance(TimeSpan.FromSeconds(59.9));
        Assert.Equal(CallState.Ringing, Model.Told(Alice, call.Id)!.State);
        Assert.Equal(Model.Now + TimeSpan.FromSeconds(0.1), Model.Told(Alice, call.Id)!.ExpiresAt);
        Model.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(CallReason.NoAnswer, Model.Told(Alice, call.Id)!.Reason);
        Assert.Equal(CallReason.NoAnswer, Model.Told(Bob, call.Id)!.Reason);
        Assert.Single(Model.Missed);
    }

    [Theory]
    [InlineData("bob", false, CallReason.Declined, CallReason.Blocked)]
    [InlineData("alice", false, CallReason.Blocked, CallReason.Cancelled)]
    [InlineData("bob", true, CallReason.Hangup, CallReason.Blocked)]
    [InlineData("alice", true, CallReason.Blocked, CallReason.Hangup)]
    internal void A_block_ends_the_call_and_only_the_one_who_blocks_is_told(string by, bool isActive, CallReason caller, CallReason callee)
    {
        string id = isActive ? Establish() : Place(Alice, "bob").Id;
        Model.Do((board, now) => board.Block(by, by == "bob" ? "alice" : "bob", now));

        Assert.Equal(caller, Model.Told(Alice, id)!.Reason);
        Assert.Equal(callee, Model.Told(Bob, id)!.Reason);
        Assert.Equal(by == "alice", Model.Told(Alice, id)!.Peer.Blocked);
        Assert.Equal(by == "bob", Model.Told(Bob, id)!.Peer.Blocked);
    }

    [Fact]
    public void A_block_of_somebody_else_does_not_concern_the_call()
    {
        string id = Establish();
        Model.Do((board, now) => board.Block("alice", "carol", now));
        Model.Do((board, now) => board.Block("carol", "alice", now));
        Assert.Equal(CallState.Active, Model.Told(Alice, id)!.State);
    }

    [Fact]
    public void Strangers_and_known_calls_are_not_told_apart()
    {
        CallView call = Place(Alice, "bob");
        Assert.Equal(ErrorCode.CallNotFound, Model.Command(Carol, call.Id, new CallInput.HangUp(Carol)).Error);
        Assert.Equal(ErrorCode.CallNotFound, Model.Command(Carol, "c_unknown", new CallInput.HangUp(Carol)).Error);
        Assert.Null(Model.Board.PermitJoin(Carol, call.Id, out ErrorCode error));
        Assert.Equal(ErrorCode.CallNotFound, error);
    }

    [Fact]
    public void The_caller_does_not_see_which_devices_of_the_callee_are_there()
    {
        CallView before = Place(Alice, "bob");
        ParticipantKey bob = Model.Join(Bob, before.Id)!.Value;
        Model.Happen(before.Id, new CallInput.MediaUp(bob.Participant));
        Model.Happen(before.Id, new CallInput.Slots(Model.Board.Find(before.Id)!.CallerLeg.Participant, [bob.Participant]));
        Assert.Equal(before, Model.Told(Alice, before.Id));
    }

    [Fact]
    public void Verdicts_on_facts_that_changed_meanwhile_are_asked_for_again()
    {
        var invitation = new Invitation(Alice, "bob", CallMedia.Audio, "1");
        var admission = new CallAdmission(Signaling.Policy.Audience.Follows, 1, SwitchboardModel.ProfileOf("alice"), SwitchboardModel.ProfileOf("bob"));
        Assert.IsType<InvitationOutcome.AskPolicyAgain>(Model.Board.Place(invitation, admission, policyVersion: 2, Model.Now));
        Assert.Empty(Model.Board.Running);
    }

    private static ErrorCode Refusal(InvitationOutcome outcome) => Assert.IsType<InvitationOutcome.Refused>(outcome).Code;
}
