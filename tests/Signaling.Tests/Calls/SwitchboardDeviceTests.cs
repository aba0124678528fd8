using Sfu;
using Signaling.Calls;

namespace Signaling.Tests.Calls;

/// <summary>Devices and media that come, go and are lost, step by step.</summary>
public sealed class SwitchboardDeviceTests
{
    private static readonly DeviceKey Alice = new("alice", "a1");
    private static readonly DeviceKey Bob = new("bob", "b1");

    private readonly SwitchboardModel _model = new();

    public SwitchboardDeviceTests()
    {
        foreach (DeviceKey device in (DeviceKey[])[Alice, Bob])
        {
            _model.Connect(device);
        }
    }

    [Fact]
    public void It_rings_for_a_callee_without_devices_and_for_one_that_comes_late()
    {
        _model.Disconnect(Bob, isClean: true);
        CallView call = Place(Alice, "bob");
        Assert.Equal(CallState.Ringing, call.State);
        _model.Advance(TimeSpan.FromSeconds(30));
        _model.Connect(Bob);
        Assert.Equal(CallState.Ringing, _model.Told(Bob, call.Id)!.State);
    }

    [Fact]
    public void A_caller_who_says_good_bye_while_it_rings_cancels_one_who_is_lost_has_time_to_come_back()
    {
        CallView call = Place(Alice, "bob");
        _model.Disconnect(Alice, isClean: true);
        Assert.Equal(CallReason.Cancelled, _model.Told(Bob, call.Id)!.Reason);
        Assert.Single(_model.Missed);

        _model.Connect(Alice);
        call = Place(Alice, "bob", "2");
        DateTimeOffset? expiry = _model.Told(Bob, call.Id)!.ExpiresAt;
        _model.Disconnect(Alice, isClean: false);
        _model.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(expiry, _model.Told(Bob, call.Id)!.ExpiresAt);
        _model.Connect(Alice);
        Assert.Equal(CallState.Ringing, _model.Told(Alice, call.Id)!.State);
        _model.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(CallState.Ringing, _model.Told(Alice, call.Id)!.State);

        _model.Disconnect(Alice, isClean: false);
        _model.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(CallReason.NoAnswer, _model.Told(Bob, call.Id)!.Reason);

        _model.Connect(Alice);
        call = Place(Alice, "bob", "3");
        _model.Disconnect(Alice, isClean: false);
        _model.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(CallReason.Cancelled, _model.Told(Bob, call.Id)!.Reason);
    }

    [Fact]
    public void A_ringing_device_that_leaves_only_stops_ringing_and_its_media_ends()
    {
        CallView call = Place(Alice, "bob");
        ParticipantKey first = _model.Join(Bob, call.Id)!.Value;
        _model.Disconnect(Bob, isClean: true);
        Assert.Equal(CallState.Ringing, _model.Told(Alice, call.Id)!.State);

        _model.Connect(Bob);
        ParticipantKey second = _model.Join(Bob, call.Id)!.Value;
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void A_ringing_device_that_is_lost_rings_on_with_the_same_media_when_it_is_back()
    {
        CallView call = Place(Alice, "bob");
        ParticipantKey first = _model.Join(Bob, call.Id)!.Value;
        _model.Disconnect(Bob, isClean: false);
        _model.Connect(Bob);
        Assert.Equal(CallState.Ringing, _model.Told(Bob, call.Id)!.State);
        Assert.Equal(first, _model.Join(Bob, call.Id));
    }

    [Fact]
    public void Losing_the_session_does_not_disturb_a_call_whose_media_flows()
    {
        string id = Establish();
        _model.Disconnect(Alice, isClean: false);
        _model.Disconnect(Bob, isClean: false);
        _model.Advance(TimeSpan.FromHours(1));
        Assert.Equal(CallState.Active, _model.Board.Find(id)!.State);

        _model.Connect(Alice);
        Assert.Equal(CallState.Active, _model.Told(Alice, id)!.State);
        Assert.Equal(CallReason.Hangup, _model.Command(Alice, id, new CallInput.HangUp(Alice)).View!.Reason);
    }

    [Fact]
    public void A_side_that_says_good_bye_hangs_up()
    {
        string id = Establish();
        _model.Disconnect(Bob, isClean: true);
        Assert.Equal(CallReason.Hangup, _model.Told(Alice, id)!.Reason);
    }

    [Fact]
    public void Media_that_is_lost_may_come_back_in_time_counted_for_each_side()
    {
        string id = Establish();
        Call call = _model.Board.Find(id)!;
        string alice = call.CallerLeg.Participant;
        string bob = call.AnsweredLeg!.Participant;

        _model.Happen(id, new CallInput.MediaDown(alice));
        Assert.Equal(CallState.Reconnecting, _model.Told(Bob, id)!.State);
        Assert.False(_model.Told(Bob, id)!.Remote.Connected);
        Assert.Equal(_model.Now + SwitchboardModel.Times.Reconnect, _model.Told(Bob, id)!.ExpiresAt);
        _model.Advance(TimeSpan.FromSeconds(20));
        _model.Happen(id, new CallInput.MediaDown(bob));
        _model.Happen(id, new CallInput.MediaUp(alice));
        _model.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(CallState.Reconnecting, _model.Told(Bob, id)!.State);
        _model.Happen(id, new CallInput.MediaUp(bob));
        Assert.Equal(CallState.Active, _model.Told(Bob, id)!.State);
        Assert.Null(_model.Told(Bob, id)!.ExpiresAt);

        _model.Happen(id, new CallInput.MediaDown(bob));
        _model.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(CallReason.Failed, _model.Told(Alice, id)!.Reason);
    }

    [Fact]
    public void Media_that_does_not_come_up_after_the_accept_fails_the_call()
    {
        CallView call = Place(Alice, "bob");
        _model.Command(Bob, call.Id, new CallInput.Accept(Bob, CallMedia.Audio));
        _model.Advance(TimeSpan.FromSeconds(19.9));
        Assert.Equal(CallState.Connecting, _model.Told(Alice, call.Id)!.State);
        _model.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(CallReason.Failed, _model.Told(Alice, call.Id)!.Reason);
        Assert.Empty(_model.Missed);
    }

    [Fact]
    public void A_session_that_was_replaced_has_no_say_when_it_goes()
    {
        CallView call = Place(Alice, "bob");
        _model.Board.Connect(Alice, "newer", _model.Now);
        _model.Board.Disconnect(Alice, "s1", isClean: true, _model.Now);
        Assert.Equal(CallState.Ringing, _model.Board.Find(call.Id)!.State);
        Assert.False(_model.Board.IsCurrent(Alice, "s1"));
        Assert.True(_model.Board.IsCurrent(Alice, "newer"));
    }

    private CallView Place(DeviceKey from, string to, string reference = "1", CallMedia media = CallMedia.Audio) =>
        Assert.IsType<InvitationOutcome.Placed>(_model.Invite(from, to, media, reference)).View;

    private string Establish()
    {
        CallView call = Place(Alice, "bob");
        foreach (DeviceKey device in (DeviceKey[])[Alice, Bob])
        {
            ParticipantKey participant = _model.Join(device, call.Id)!.Value;
            _model.Happen(call.Id, new CallInput.MediaUp(participant.Participant));
        }

        _model.Command(Bob, call.Id, new CallInput.Accept(Bob, CallMedia.Audio));
        Assert.Equal(CallState.Active, _model.Told(Alice, call.Id)!.State);
        return call.Id;
    }
}
