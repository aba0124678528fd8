using System.Collections.Immutable;
using Sfu;
using Sfu.Quality;

namespace Signaling.Calls;

/// <summary>What can happen to a call.</summary>
internal abstract record CallInput
{
    private CallInput()
    {
    }

    /// <summary>A ringing device accepts.</summary>
    public sealed record Accept(DeviceKey Device, CallMedia Media) : CallInput;

    /// <summary>A ringing device declines, for all devices of the account.</summary>
    public sealed record Decline(DeviceKey Device) : CallInput;

    /// <summary>A device in the call ends it; while it rings that is the caller's cancelling or the callee's declining.</summary>
    public sealed record HangUp(DeviceKey Device) : CallInput;

    /// <summary>A device in the call says what it sends.</summary>
    public sealed record SetMedia(DeviceKey Device, bool Audio, bool Video) : CallInput;

    /// <summary>A device in the call says how it shows its receive slots.</summary>
    public sealed record SetLayout(DeviceKey Device, ImmutableArray<SlotTile> Tiles) : CallInput;

    /// <summary>A device in the call says what it made of its receive slots. Each report is an array of its own.</summary>
    public sealed record Received(DeviceKey Device, ImmutableArray<SlotReception> Reports) : CallInput;

    /// <summary>A device's session began.</summary>
    /// <param name="Device">Whose.</param>
    /// <param name="Participant">The name for the media engine, if it is new to the call.</param>
    public sealed record DeviceOnline(DeviceKey Device, string Participant) : CallInput;

    /// <summary>A device's session ended.</summary>
    /// <param name="Device">Whose.</param>
    /// <param name="Clean">The client said good-bye: it left, and does not only lack a network.</param>
    public sealed record DeviceOffline(DeviceKey Device, bool Clean) : CallInput;

    /// <summary>The media engine answered an offer.</summary>
    public sealed record Joined(string Participant) : CallInput;

    /// <summary>A participant's transport is connected.</summary>
    public sealed record MediaUp(string Participant) : CallInput;

    /// <summary>A participant's transport is interrupted or gone.</summary>
    public sealed record MediaDown(string Participant) : CallInput;

    /// <summary>The receive slots of a participant changed.</summary>
    public sealed record Slots(string Participant, ImmutableArray<string?> Occupants) : CallInput;

    /// <summary>The pictures of a participant's receive slot are held back, or flow again.</summary>
    public sealed record SlotPaused(string Participant, int Slot, bool Paused) : CallInput;

    /// <summary>A participant is to send no faster; null for no limit.</summary>
    public sealed record SendTarget(string Participant, long? BitsPerSecond) : CallInput;

    /// <summary>Somebody else speaks, or nobody.</summary>
    public sealed record Speaker(string Participant, string? Who) : CallInput;

    /// <summary>A participant's connection is better or worse than before.</summary>
    public sealed record Quality(string Participant, QualityLevel Up, QualityLevel Down) : CallInput;

    /// <summary>One side blocked the other.</summary>
    public sealed record Block(string By) : CallInput;

    /// <summary>The operator ends it, or an account was suspended or deleted.</summary>
    public sealed record EndByPolicy : CallInput;

    /// <summary>The server stops.</summary>
    public sealed record Fail : CallInput;

    /// <summary>A deadline may have passed.</summary>
    public sealed record TimePassed : CallInput;
}
