using Sfu;

namespace Signaling.Calls;

/// <summary>Carries what happens in the media engine to the calls that it concerns, in order.</summary>
internal sealed class MediaEventPump(IMediaServer media, CallDispatcher dispatcher, ILogger<MediaEventPump> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (MediaEvent happened in media.Events.ReadAllAsync(stoppingToken))
        {
            try
            {
                string call = happened.Participant.Room;
                CallInput input = InputOf(happened);
                await dispatcher.TellAsync((board, now) => board.Happened(call, input, now));
            }
#pragma warning disable CA1031 // One event's failure must not stop the others.
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                CallLog.MediaEventFailed(logger, error);
            }
        }
    }

    private CallInput InputOf(MediaEvent happened)
    {
        string participant = happened.Participant.Participant;
        switch (happened)
        {
            case MediaEvent.Connected or MediaEvent.Resumed:
                return new CallInput.MediaUp(participant);
            case MediaEvent.Interrupted:
                return new CallInput.MediaDown(participant);
            case MediaEvent.Disconnected disconnected:
                CallLog.Disconnected(logger, happened.Participant.Room, participant, disconnected.Reason);
                return new CallInput.MediaDown(participant);
            case MediaEvent.SlotsChanged slots:
                return new CallInput.Slots(participant, [.. slots.Occupants]);
            case MediaEvent.VideoPaused paused:
                return new CallInput.SlotPaused(participant, paused.Slot, paused.Paused);
            case MediaEvent.TargetChanged target:
                return new CallInput.SendTarget(participant, target.BitsPerSecond);
            case MediaEvent.SpeakerChanged speaker:
                return new CallInput.Speaker(participant, speaker.Speaker);
            case MediaEvent.QualityChanged quality:
                return new CallInput.Quality(participant, quality.Up, quality.Down);
            default:
                throw new InvalidOperationException($"The media engine told something unknown: {happened.GetType().Name}.");
        }
    }
}
