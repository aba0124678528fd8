using Sfu;
using Signaling.Calls;

namespace Signaling.Tests.Calls;

/// <summary>Devices and media that come, go and are lost, step by step.</summary>
public sealed class SwitchboardDeviceTests : SwitchboardTest
{
    [Fact]
    public void It_rings_for_a_callee_without_devices_and_for_one_that_comes_late()
    {
        Model.Disconnect(Bob, isClean: true);
        CallView call = Place(Alice, "bob");
        Assert.Equal(CallState.Ringing, call.State);
        Model.Advance(TimeSpan.FromSeconds(30));
        Model.Connect(Bob);
        Assert.Equal(CallState.Ringing, Model.Told(Bob, call.Id)!.State);
    }

    [Fact]
    public void A_caller_who_says_good_bye_while_it_rings_cancels_one_who_is_lost_has_time_to_come_back()
    {
        CallView call = Place(Alice, "bob");
        Model.Disconnect(Alice, isClean: true);
        Assert.Equal(CallReason.Cancelled, Model.Told(Bob, call.Id)!.Reason);
        Assert.Single(Model.Missed);

        Model.Connect(Alice);
        call = Place(Alice, "bob", "2");
        DateTimeOffset? expiry = Model.Told(Bob, call.Id)!.ExpiresAt;
        Model.Disconnect(Alice, isClean: false);
        Model.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(expiry, Model.Told(Bob, call.Id)!.ExpiresAt);
        Model.Connect(Alice);
        Assert.Equal(CallState.Ringing, Model.Told(Alice, call.Id)!.State);
        Model.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(CallState.Ringing, Model.Told(Alice, call.Id)!.State);

        Model.Disconnect(Alice, isClean: false);
        Model.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(CallReason.NoAnswer, Model.Told(Bob, call.Id)!.Reason);

        Model.Connect(Alice);
        call = Place(Alice, "bob", "3");
        Model.Disconnect(Alice, isClean: false);
        Model.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(CallReason.Cancelled, Model.Told(Bob, call.Id)!.Reason);
    }

    [Fact]
    public void A_ringing_device_that_leaves_only_stops_ringing_and_its_media_ends()
    {
        CallView call = Place(Alice, "bob");
        ParticipantKey first = Model.Join(Bob, call.Id)!.Value;
        Model.Disconnect(Bob, isClean: true);
        Assert.Equal(CallState.Ringing, Model.Told(Alice, call.Id)!.State);

        Model.Connect(Bob);
        ParticipantKey second = Model.Join(Bob, call.Id)!.Value;
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void A_ringing_device_that_is_lost_rings_on_with_the_same_media_when_it_is_back()
    {
        CallView call = Place(Alice, "bob");
        ParticipantKey first = Model.Join(Bob, call.Id)!.Value;
        Model.Disconnect(Bob, isClean: false);
        Model.Connect(Bob);
        Assert.Equal(CallState.Ringing, Model.Told(Bob, call.Id)!.State);
        Assert.Equal(first, Model.Join(Bob, call.Id));
    }

    [Fact]
    public void Losing_the_session_does_not_disturb_a_call_whose_media_flows()
    {
        string id = Establish();
        Model.Disconnect(Alice, isClean: false);
        Model.Disconnect(Bob, isClean: false);
        Model.Advance(TimeSpan.FromHours(1));
        Assert.Equal(CallState.Active, Model.Board.Find(id)!.State);

        Model.Connect(Alice);
        Assert.Equal(CallState.Active, Model.Told(Alice, id)!.State);
        Assert.Equal(CallReason.Hangup, Model.Command(Alice, id, new CallInput.HangUp(Alice)).View!.Reason);
    }

    [Fact]
    public void A_side_that_says_good_bye_hangs_up()
    {
        string id = Establish();
        Model.Disconnect(Bob, isClean: true);
        Assert.Equal(CallReason.Hangup, Model.Told(Alice, id)!.Reason);
    }

    [Fact]
    public void Media_that_is_lost_may_come_back_in_time_counted_for_each_side()
    {
        string id = Establish();
        Call call = Model.Board.Find(id)!;
        string alice = call.CallerLeg.Participant;
        string bob = call.AnsweredLeg!.Participant;

        Model.Happen(id, new CallInput.MediaDown(alice));
        Assert.Equal(CallState.Reconnecting, Model.Told(Bob, id)!.State);
        Assert.False(Model.Told(Bob, id)!.Remote.Connected);
        Assert.Equal(Model.Now + SwitchboardModel.Times.Reconnect, Model.Told(Bob, id)!.ExpiresAt);
        Model.Advance(TimeSpan.FromSeconds(20));
        Model.Happen(id, new CallInput.MediaDown(bob));
        Model.Happen(id, new CallInput.MediaUp(alice));
        Model.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(CallState.Reconnecting, Model.Told(Bob, id)!.State);
        Model.Happen(id, new CallInput.MediaUp(bob));
        Assert.Equal(CallState.Active, Model.Told(Bob, id)!.State);
        Assert.Null(Model.Told(Bob, id)!.ExpiresAt);

        Model.Happen(id, new CallInput.MediaDown(bob));
        Model.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(CallReason.Failed, Model.Told(Alice, id)!.Reason);
    }

    [Fact]
    public void Media_that_does_not_come_up_after_the_accept_fails_the_call()
    {
        CallView call = Place(Alice, "bob");
        Model.Command(Bob, call.Id, new CallInput.Accept(Bob, CallMedia.Audio));
        Model.Advance(TimeSpan.FromSeconds(19.9));
        Assert.Equal(CallState.Connecting, Model.Told(Alice, call.Id)!.State);
        Model.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(CallReason.Failed, Model.Told(Alice, call.Id)!.Reason);
        Assert.Empty(Model.Missed);
    }

    [Fact]
    public void A_session_that_was_replaced_has_no_say_when_it_goes()
    {
        CallView call = Place(Alice, "bob");
        Model.Board.Connect(Alice, "newer", Model.Now);
        Model.Board.Disconnect(Alice, "s1", isClean: true, Model.Now);
        Assert.Equal(CallState.Ringing, Model.Board.Find(call.Id)!.State);
        Assert.False(Model.Board.IsCurrent(Alice, "s1"));
        Assert.True(Model.Board.IsCurrent(Alice, "newer"));
    }
}
