using System.Collections.Immutable;

namespace Signaling.Calls;

/// <summary>
/// The state machine of one call. No clock and no I/O: an input and the time give the next state, and
/// <see cref="CallEffects"/> reads off the difference what has to be done.
/// </summary>
internal static class CallMachine
{
    /// <summary>The most devices of the callee in a call; an account cannot be configured to have more sessions.</summary>
    public const int CalleeLegLimit = 32;

    /// <summary>Takes one input.</summary>
    public static CallStep Apply(Call call, CallInput input, DateTimeOffset now, CallTimes times) => input switch
    {
        CallInput.Accept accept => Accept(call, accept, now),
        CallInput.Decline decline => Decline(call, decline.Device, now),
        CallInput.HangUp hangUp => HangUp(call, hangUp.Device, now),
        CallInput.SetMedia media => SetMedia(call, media),
        CallInput.SetLayout layout => SetLayout(call, layout),
        CallInput.Received received => Receive(call, received),
        _ when call.State == CallState.Ended => new(call),
        CallInput.DeviceOnline online => new(DeviceOnline(call, online)),
        CallInput.DeviceOffline offline => new(DeviceOffline(call, offline, now)),
        CallInput.Joined joined => new(ChangeLeg(call, joined.Participant, leg => leg with { Joins = leg.Joins + 1, PausedSlots = [], SendTarget = null })),
        CallInput.MediaUp up => new(Settle(ChangeLeg(call, up.Participant, leg => leg with { MediaUp = true, MediaLostAt = null }))),
        CallInput.MediaDown down => new(Settle(ChangeLeg(call, down.Participant, leg => LoseMedia(leg, now)))),
        CallInput.Slots slots => new(ChangeLeg(call, slots.Participant, leg => leg with { Occupants = slots.Occupants })),
        CallInput.SlotPaused paused => new(ChangeLeg(call, paused.Participant, leg => Pause(leg, paused))),
        CallInput.SendTarget target => new(ChangeLeg(call, target.Participant, leg => leg with { SendTarget = target.BitsPerSecond })),
        CallInput.Speaker speaker => new(ChangeLeg(call, speaker.Participant, leg => leg with { Speaker = speaker.Who })),
        CallInput.Quality quality => new(
            ChangeLeg(call, quality.Participant, leg => leg with { Quality = leg.Quality.Next(quality.Up, quality.Down, now) })),
        CallInput.Block block => new(Block(call, block.By, now)),
        CallInput.EndByPolicy => new(call.End(CallReason.Policy, now)),
        CallInput.Fail => new(call.End(CallReason.Failed, now)),
        CallInput.TimePassed => new(TimePassed(call, now, times)),
        _ => throw new ArgumentOutOfRangeException(nameof(input), input, "Not an input of a call."),
    };

    /// <summary>When the call's state ends by itself, or null.</summary>
    public static DateTimeOffset? Deadline(Call call, CallTimes times) => call.State switch
    {
        CallState.Ringing => Earlier(call.CreatedAt + times.Ring, call.CallerLeg.OfflineSince + times.Reconnect),
        CallState.Connecting => call.AnsweredAt + times.Connect,
        CallState.Reconnecting => Earlier(call.CallerLeg.MediaLostAt + times.Reconnect, call.AnsweredLeg!.MediaLostAt + times.Reconnect),
        _ => null,
    };

    private static CallStep Accept(Call call, CallInput.Accept input, DateTimeOffset now)
    {
        if (call.State != CallState.Ringing || call.FindCalleeLeg(input.Device) is not { } leg)
        {
            return Refuse(call);
        }

        leg = leg with { Audio = true, Video = input.Media == CallMedia.Video };
        Call accepted = call.With(leg) with { State = CallState.Connecting, Answered = input.Device, AnsweredAt = now };
        return new(Settle(accepted));
    }

    private static CallStep Decline(Call call, DeviceKey device, DateTimeOffset now) =>
        call.State == CallState.Ringing && call.FindCalleeLeg(device) is not null
            ? new(call.End(new CallEnding(CallReason.Declined, CallReason.Declined, device), now))
            : Refuse(call);

    private static CallStep HangUp(Call call, DeviceKey device, DateTimeOffset now)
    {
        if (call.State == CallState.Ringing && device != call.CallerLeg.Device)
        {
            return Decline(call, device, now);
        }

        return IsInCall(call, device) ? new(Leave(call, now)) : Refuse(call);
    }

    private static CallStep SetMedia(Call call, CallInput.SetMedia input) => IsInCall(call, input.Device)
        ? new(call.With(call.FindLeg(input.Device)! with { Audio = input.Audio, Video = input.Video }))
        : Refuse(call);

    private static CallStep SetLayout(Call call, CallInput.SetLayout input) => IsInCall(call, input.Device)
        ? new(call.With(call.FindLeg(input.Device)! with { Tiles = input.Tiles }))
        : Refuse(call);

    private static CallStep Receive(Call call, CallInput.Received input) => IsInCall(call, input.Device)
        ? new(call.With(call.FindLeg(input.Device)! with { Received = input.Reports }))
        : Refuse(call);

    private static Call DeviceOnline(Call call, CallInput.DeviceOnline input)
    {
        if (call.FindLeg(input.Device) is { } leg)
        {
            return call.With(leg with { OfflineSince = null });
        }

        if (call.State != CallState.Ringing || input.Device.Account != call.Callee.Account)
        {
            return call;
        }

        // A device that left without a word gives its place to one that is there.
        CallLeg? oldest = call.CalleeLegs.Length < CalleeLegLimit ? null : call.CalleeLegs.FirstOrDefault(other => other.OfflineSince is not null);
        if (call.CalleeLegs.Length >= CalleeLegLimit && oldest is null)
        {
            return call;
        }

        var ringing = new CallLeg { Device = input.Device, Participant = input.Participant };
        return call with { CalleeLegs = [.. call.CalleeLegs.Where(other => other != oldest), ringing] };
    }

    private static Call DeviceOffline(Call call, CallInput.DeviceOffline input, DateTimeOffset now)
    {
        if (call.FindLeg(input.Device) is not { } leg)
        {
            return call;
        }

        if (!input.Clean)
        {
            // Media that still flows is not disturbed; if it stops, MediaDown follows.
            return call.With(leg with { OfflineSince = now });
        }

        if (IsInCall(call, input.Device))
        {
            return Leave(call, now);
        }

        return call.State == CallState.Ringing ? call with { CalleeLegs = call.CalleeLegs.Remove(leg) } : call;
    }

    private static Call Block(Call call, string by, DateTimeOffset now)
    {
        bool byCaller = by == call.Caller.Account;

        // The blocked side is told what would have happened without a block.
        CallReason told = (call.State, byCaller) switch
        {
            (CallState.Ringing, true) => CallReason.Cancelled,
            (CallState.Ringing, false) => CallReason.Declined,
            _ => CallReason.Hangup,
        };
        return call.End(byCaller ? new CallEnding(CallReason.Blocked, told) : new CallEnding(told, CallReason.Blocked), now);
    }

    private static Call TimePassed(Call call, DateTimeOffset now, CallTimes times)
    {
        if (Deadline(call, times) is not { } deadline || now < deadline)
        {
            return call;
        }

        return call.State switch
        {
            CallState.Ringing when now >= call.CreatedAt + times.Ring => call.End(CallReason.NoAnswer, now),
            CallState.Ringing => call.End(CallReason.Cancelled, now),
            _ => call.End(CallReason.Failed, now),
        };
    }

    private static Call Leave(Call call, DateTimeOffset now) =>
        call.End(call.State == CallState.Ringing ? CallReason.Cancelled : CallReason.Hangup, now);

    private static CallLeg LoseMedia(CallLeg leg, DateTimeOffset now) => leg.MediaUp ? leg with { MediaUp = false, MediaLostAt = now } : leg;

    private static CallLeg Pause(CallLeg leg, CallInput.SlotPaused input)
    {
        ImmutableArray<int> others = leg.PausedSlots.Remove(input.Slot);
        return leg with { PausedSlots = input.Paused ? [.. others.Add(input.Slot).Order()] : others };
    }

    // After the accept, the state follows the media of the two legs.
    private static Call Settle(Call call)
    {
        if (call.AnsweredLeg is not { } answered)
        {
            return call;
        }

        bool up = call.CallerLeg.MediaUp && answered.MediaUp;
        return call.State switch
        {
            CallState.Connecting when up => call with { State = CallState.Active },
            CallState.Active when !up => call with { State = CallState.Reconnecting },
            CallState.Reconnecting when up => call with { State = CallState.Active },
            _ => call,
        };
    }

    private static Call ChangeLeg(Call call, string participant, Func<CallLeg, CallLeg> change) =>
        call.LiveLegs.FirstOrDefault(leg => leg.Participant == participant) is { } leg ? call.With(change(leg)) : call;

    private static bool IsInCall(Call call, DeviceKey device) =>
        call.State != CallState.Ended && (device == call.CallerLeg.Device || device == call.Answered);

    private static CallStep Refuse(Call call) => new(call, IsRefused: true);

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;
}
