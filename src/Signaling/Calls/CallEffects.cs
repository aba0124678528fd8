using Sfu;

namespace Signaling.Calls;

/// <summary>
/// Reads off two states of a call what has to be done: the effects are what differs. So no input can change
/// a call and forget to tell the engine, the record or a device.
/// </summary>
internal static class CallEffects
{
    /// <summary>The effects of a change, in the order in which they have to happen: media, record, devices.</summary>
    /// <param name="before">The call until now; null for a new one.</param>
    /// <param name="after">The call from now on.</param>
    /// <param name="origin">The device whose command made the change: its answer tells it all.</param>
    /// <param name="times">For the deadlines that devices are shown.</param>
    public static IEnumerable<CallEffect> Between(Call? before, Call after, DeviceKey? origin, CallTimes times) =>
        Media(before, after).Concat(Record(before, after)).Concat(Devices(before, after, origin, times));

    /// <summary>
    /// What a device that is in the call has to be told anew when its session begins: who is in its slots, who speaks, what is
    /// held back, as far as it is not as at the beginning.
    /// </summary>
    public static IEnumerable<CallEffect> Standing(Call call, DeviceKey device) => MediaNotices(null, call).Where(notice => notice.Device == device);

    private static IEnumerable<CallEffect> Media(Call? before, Call after)
    {
        if (after.State == CallState.Ended)
        {
            if (before is { State: not CallState.Ended })
            {
                yield return new CallEffect.CloseRoom(after.Id);
            }

            yield break;
        }

        HashSet<string> live = [.. after.LiveLegs.Select(leg => leg.Participant)];
        foreach (CallLeg gone in before?.LiveLegs.Where(leg => !live.Contains(leg.Participant)) ?? [])
        {
            yield return new CallEffect.RemoveParticipant(new ParticipantKey(after.Id, gone.Participant));
        }

        foreach (CallLeg leg in after.LiveLegs.Where(leg => leg.Joins > 0))
        {
            var participant = new ParticipantKey(after.Id, leg.Participant);
            CallLeg? earlier = before?.FindLeg(leg.Device);
            bool isAnew = earlier?.Joins != leg.Joins;
            if (isAnew || earlier?.Audio != leg.Audio)
            {
                yield return new CallEffect.SetMuted(participant, MediaKind.Audio, !leg.Audio);
            }

            if (isAnew || earlier?.Video != leg.Video)
            {
                yield return new CallEffect.SetMuted(participant, MediaKind.Video, !leg.Video);
            }

            if (isAnew ? leg.Tiles.Length > 0 : !leg.Tiles.SequenceEqual(earlier!.Tiles))
            {
                yield return new CallEffect.SetLayout(participant, leg.Tiles);
            }

            // The same numbers twice are two reports.
            if (!isAnew && leg.Received != earlier!.Received)
            {
                yield return new CallEffect.NoteReception(participant, leg.Received);
            }

            if (after.Answered is not null && (isAnew || before?.Answered is null))
            {
                yield return new CallEffect.OpenGate(participant);
            }
        }
    }

    private static IEnumerable<CallEffect> Record(Call? before, Call after)
    {
        if (before is null)
        {
            yield return new CallEffect.RecordStart(after);
        }

        if (before?.AnsweredAt is null && after.AnsweredAt is not null)
        {
            yield return new CallEffect.RecordAnswer(after);
        }

        if (before?.State != CallState.Ended && after.State == CallState.Ended)
        {
            yield return new CallEffect.RecordEnd(after);
        }
    }

    private static IEnumerable<CallEffect> Devices(Call? before, Call after, DeviceKey? origin, CallTimes times)
    {
        foreach (DeviceKey device in after.AllLegs.Select(leg => leg.Device).Where(device => device != origin))
        {
            CallView? earlier = before is null ? null : CallView.For(before, device, times);
            CallView view = CallView.For(after, device, times)!;
            if (earlier is null)
            {
                yield return new CallEffect.NotifyIncoming(device, view);
            }
            else if (earlier != view)
            {
                yield return new CallEffect.NotifyUpdated(device, view);
            }
        }

        foreach (CallEffect.Notice notice in MediaNotices(before, after))
        {
            yield return notice;
        }

        if (before?.State != CallState.Ended && after.IsMissed)
        {
            yield return new CallEffect.NotifyMissed(after);
        }
    }

    private static IEnumerable<CallEffect.Notice> MediaNotices(Call? before, Call after)
    {
        foreach (CallLeg leg in after.LiveLegs)
        {
            CallLeg? earlier = before?.FindLeg(leg.Device);
            IReadOnlyList<SlotOccupant> slots = SlotsOf(after, leg);
            if (!slots.SequenceEqual(earlier is null ? [] : SlotsOf(before!, earlier)))
            {
                yield return new CallEffect.NotifySlots(leg.Device, after.Id, slots);
            }

            string? speaker = AccountOf(after, leg.Speaker);
            if (speaker != AccountOf(before ?? after, earlier?.Speaker))
            {
                yield return new CallEffect.NotifySpeaker(leg.Device, after.Id, speaker);
            }

            if (!leg.PausedSlots.SequenceEqual(earlier?.PausedSlots ?? []))
            {
                yield return new CallEffect.NotifyPaused(leg.Device, after.Id, leg.PausedSlots);
            }

            if (leg.SendTarget != earlier?.SendTarget)
            {
                yield return new CallEffect.NotifyTarget(leg.Device, after.Id, leg.SendTarget);
            }
        }

        foreach (CallEffect.NotifyQuality quality in Qualities(after))
        {
            if (!Qualities(before).Contains(quality))
            {
                yield return quality;
            }
        }
    }

    // Before the accept the slots are nobody's business: they would tell which devices of the callee are there.
    private static IReadOnlyList<SlotOccupant> SlotsOf(Call call, CallLeg leg) => call.Answered is null
        ? []
        : [.. leg.Occupants.Select((participant, slot) => new SlotOccupant(slot, AccountOf(call, participant)))];

    private static string? AccountOf(Call call, string? participant) =>
        participant is null ? null : call.LiveLegs.FirstOrDefault(leg => leg.Participant == participant)?.Device.Account;

    // As the slots: before the accept it is nobody's business how the callee's devices are connected.
    private static IEnumerable<CallEffect.NotifyQuality> Qualities(Call? call)
    {
        if (call is not { AnsweredLeg: { } answered, State: not CallState.Ended }
            || (call.CallerLeg.Quality == LegQuality.None && answered.Quality == LegQuality.None))
        {
            yield break;
        }

        yield return new CallEffect.NotifyQuality(call.CallerLeg.Device, call.Id, call.CallerLeg.Quality, answered.Quality);
        yield return new CallEffect.NotifyQuality(answered.Device, call.Id, answered.Quality, call.CallerLeg.Quality);
    }
}
