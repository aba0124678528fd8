using Sfu;
using Signaling.Calls.Wire;
using Signaling.Metrics;

namespace Signaling.Calls;

/// <summary>Does what the switchboard asks for. Nothing here waits for a client or for the engine.</summary>
internal sealed class CallEffectRunner(IMediaServer media, CallRecordStore records, ICallClients clients, SignalingMetrics metrics)
{
    /// <summary>Does one thing. Waits only for room in the queue of storage.</summary>
    public ValueTask RunAsync(CallEffect effect)
    {
        switch (effect)
        {
            case CallEffect.OpenGate gate:
                media.SetGate(gate.Participant, open: true);
                break;
            case CallEffect.SetMuted mute:
                media.SetMuted(mute.Participant, mute.Kind, mute.Muted);
                break;
            case CallEffect.SetLayout layout:
                media.SetLayout(layout.Participant, layout.Tiles);
                break;
            case CallEffect.NoteReception reception:
                media.NoteReception(reception.Participant, reception.Reports);
                break;
            case CallEffect.RemoveParticipant remove:
                media.Remove(remove.Participant);
                break;
            case CallEffect.CloseRoom close:
                media.CloseRoom(close.Room);
                break;
            case CallEffect.RecordStart start:
                metrics.CallStarted();
                return records.StartAsync(start.Call);
            case CallEffect.RecordAnswer answer:
                return records.AnswerAsync(answer.Call);
            case CallEffect.RecordEnd end:
                metrics.CallEnded(end.Call);
                return records.EndAsync(end.Call);
            case CallEffect.NotifyIncoming incoming:
                clients.Find(incoming.Device)?.Send(new CallIncoming(incoming.View));
                break;
            case CallEffect.NotifyUpdated updated:
                clients.Find(updated.Device)?.Send(new CallUpdated(updated.View));
                break;
            case CallEffect.NotifySlots slots:
                clients.Find(slots.Device)?.Send(new MediaSlots(slots.CallId, slots.Slots));
                break;
            case CallEffect.NotifyPaused paused:
                clients.Find(paused.Device)?.Send(
                    new MediaPaused(paused.CallId, [.. paused.Slots.Select(slot => new PausedSlot(slot, "your_connection"))]));
                break;
            case CallEffect.NotifyTarget target:
                clients.Find(target.Device)?.Send(new MediaTarget(target.CallId, target.BitsPerSecond));
                break;
            case CallEffect.NotifySpeaker speaker:
                clients.Find(speaker.Device)?.Send(new MediaSpeaker(speaker.CallId, speaker.Account));
                break;
            case CallEffect.NotifyQuality quality:
                clients.Find(quality.Device)?.Send(
                    new CallQuality(quality.CallId, ConnectionQuality.Of(quality.Self), ConnectionQuality.Of(quality.Remote)));
                break;
            case CallEffect.NotifyMissed missed:
                var record = new CallMissed(CallRecord.ForCallee(missed.Call));
                foreach (ICallClient client in clients.OfAccount(missed.Call.Callee.Account))
                {
                    client.Send(record);
                }

                break;
        }

        return ValueTask.CompletedTask;
    }
}
