using Sfu;

namespace Signaling.Calls;

/// <summary>What has to be done because a call changed.</summary>
internal abstract record CallEffect
{
    private CallEffect()
    {
    }

    /// <summary>Let a participant's media through.</summary>
    public sealed record OpenGate(ParticipantKey Participant) : CallEffect;

    /// <summary>Forward, or do not forward, what a participant sends of a kind.</summary>
    public sealed record SetMuted(ParticipantKey Participant, MediaKind Kind, bool Muted) : CallEffect;

    /// <summary>Tell the engine how a participant shows its receive slots.</summary>
    public sealed record SetLayout(ParticipantKey Participant, IReadOnlyList<SlotTile> Tiles) : CallEffect;

    /// <summary>Tell the engine what a participant made of its receive slots.</summary>
    public sealed record NoteReception(ParticipantKey Participant, IReadOnlyList<SlotReception> Reports) : CallEffect;

    /// <summary>End a participant's media.</summary>
    public sealed record RemoveParticipant(ParticipantKey Participant) : CallEffect;

    /// <summary>End all media of a call.</summary>
    public sealed record CloseRoom(string Room) : CallEffect;

    /// <summary>Store that the call exists.</summary>
    public sealed record RecordStart(Call Call) : CallEffect;

    /// <summary>Store that the call was answered.</summary>
    public sealed record RecordAnswer(Call Call) : CallEffect;

    /// <summary>Store how the call ended.</summary>
    public sealed record RecordEnd(Call Call) : CallEffect;

    /// <summary>Tell a device something.</summary>
    public abstract record Notice(DeviceKey Device) : CallEffect;

    /// <summary>Tell a device of a call that rings on it.</summary>
    public sealed record NotifyIncoming(DeviceKey Device, CallView View) : Notice(Device);

    /// <summary>Tell a device what its call looks like now.</summary>
    public sealed record NotifyUpdated(DeviceKey Device, CallView View) : Notice(Device);

    /// <summary>Tell a device who is in its receive slots.</summary>
    public sealed record NotifySlots(DeviceKey Device, string CallId, IReadOnlyList<SlotOccupant> Slots) : Notice(Device);

    /// <summary>Tell a device in which of its receive slots the pictures are held back.</summary>
    public sealed record NotifyPaused(DeviceKey Device, string CallId, IReadOnlyList<int> Slots) : Notice(Device);

    /// <summary>Tell a device how fast it is to send at most.</summary>
    public sealed record NotifyTarget(DeviceKey Device, string CallId, long? BitsPerSecond) : Notice(Device);

    /// <summary>Tell a device who speaks.</summary>
    public sealed record NotifySpeaker(DeviceKey Device, string CallId, string? Account) : Notice(Device);

    /// <summary>Tell a device how good the connections of both sides are.</summary>
    public sealed record NotifyQuality(DeviceKey Device, string CallId, LegQuality Self, LegQuality Remote) : Notice(Device);

    /// <summary>Tell the callee's devices of a call that nobody answered.</summary>
    public sealed record NotifyMissed(Call Call) : CallEffect;
}
