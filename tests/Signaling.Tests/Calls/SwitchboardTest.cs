using Sfu;
using Signaling.Calls;

namespace Signaling.Tests.Calls;

/// <summary>A switchboard of its own for every test, with two people who may call one another.</summary>
public abstract class SwitchboardTest
{
    private protected static readonly DeviceKey Alice = new("alice", "a1");
    private protected static readonly DeviceKey Bob = new("bob", "b1");

    protected SwitchboardTest()
    {
        Model.Connect(Alice);
        Model.Connect(Bob);
    }

    private protected SwitchboardModel Model { get; } = new();

    private protected CallView Place(DeviceKey from, string to, string reference = "1", CallMedia media = CallMedia.Audio) =>
        Assert.IsType<InvitationOutcome.Placed>(Model.Invite(from, to, media, reference)).View;

    /// <summary>From the invitation to media on both sides; gives the call's id.</summary>
    private protected string Establish()
    {
        CallView call = Place(Alice, "bob");
        foreach (DeviceKey device in (DeviceKey[])[Alice, Bob])
        {
            ParticipantKey participant = Model.Join(device, call.Id)!.Value;
            Model.Happen(call.Id, new CallInput.MediaUp(participant.Participant));
        }

        Model.Command(Bob, call.Id, new CallInput.Accept(Bob, CallMedia.Audio));
        Assert.Equal(CallState.Active, Model.Told(Alice, call.Id)!.State);
        return call.Id;
    }
}
