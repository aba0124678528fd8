using System.Security.Cryptography;
using System.Threading.Channels;
using Rtp.Srtp;
using Sfu.Admission;
using Sfu.Dtls;
using Sfu.Engine;
using Sfu.Ice;
using Sfu.Sdp;
using Sfu.Workers;

namespace Sfu;

/// <summary>The media engine of a process: its workers, and who is on which.</summary>
public sealed class MediaServer : IMediaServer
{
    private readonly Lock _lock = new();
    private readonly MediaServerOptions _options;
    private readonly AdmissionTicketSigner _tickets;
    private readonly TimeProvider _time;
    private readonly DtlsIdentity _identity;
    private readonly WorkerSet _workers;
    private readonly RoomDirectory _directory;

    // Not bounded: a participant raises a handful of events in its life, and the number of participants is bounded.
    private readonly Channel<MediaEvent> _events = Channel.CreateUnbounded<MediaEvent>(new UnboundedChannelOptions { SingleReader = true });

    private MediaServer(MediaServerOptions options, AdmissionTicketSigner tickets, TimeProvider time)
    {
        _options = options;
        _tickets = tickets;
        _time = time;
        _identity = new DtlsIdentity(time);
        DtlsWarmUp.Run(_identity.Current.Context, _identity.Current.Fingerprint);
        EngineWarmUp.Run(_identity.Current.Fingerprint);
        _workers = new WorkerSet(options, time, _lock, Publish, error => _events.Writer.TryComplete(error));
        var limits = new PlacementLimits(options.ParticipantsPerWorker, options.RoomParticipantsPerWorker);
        _directory = new RoomDirectory(_workers.Loads, limits, time, Share);
    }

    /// <inheritdoc/>
    public ChannelReader<MediaEvent> Events => _events.Reader;

    /// <summary>The ports that media goes through, one for each worker.</summary>
    public IReadOnlyList<int> Ports => _workers.Ports;

    /// <summary>Opens the ports and starts the workers.</summary>
    /// <param name="options">How it is set up.</param>
    /// <param name="tickets">Verifies admission tickets.</param>
    /// <param name="time">For the expiry of tickets and certificates.</param>
    /// <exception cref="System.Net.Sockets.SocketException">A port is taken, or an address is not one of this machine's.</exception>
    /// <exception cref="DllNotFoundException">OpenSSL is not installed.</exception>
    public static MediaServer Start(MediaServerOptions options, AdmissionTicketSigner tickets, TimeProvider time)
    {
        // The first call must not wait for the just-in-time compiler.
        SrtpWarmUp.Run();
        var server = new MediaServer(options, tickets, time);
        server._workers.Start();
        return server;
    }

    /// <inheritdoc/>
    public Task<JoinResult> JoinAsync(string ticket, string offer, CancellationToken cancellationToken) => Task.FromResult(Join(ticket, offer));

    /// <inheritdoc/>
    public void SetGate(ParticipantKey participant, bool open) =>
        Post(participant, (engine, now) => engine.SetGate(participant, open, now));

    /// <inheritdoc/>
    public void SetMuted(ParticipantKey participant, MediaKind kind, bool muted) =>
        Post(participant, (engine, now) => engine.SetMuted(participant, kind, muted, now));

    /// <inheritdoc/>
    public void SetLayout(ParticipantKey participant, IReadOnlyList<SlotTile> tiles) =>
        Post(participant, (engine, now) => engine.SetLayout(participant, tiles, now));

    /// <inheritdoc/>
    public void NoteReception(ParticipantKey participant, IReadOnlyList<SlotReception> reports) =>
        Post(participant, (engine, now) => engine.NoteReception(participant, reports, now));

    /// <inheritdoc/>
    public void Remove(ParticipantKey participant)
    {
        lock (_lock)
        {
            Post(participant, (engine, now) => engine.Remove(participant, now));
            _directory.Revoke(participant);
            _directory.Remove(participant);
        }
    }

    /// <inheritdoc/>
    public void CloseRoom(string room)
    {
        lock (_lock)
        {
            foreach (int worker in _directory.WorkersOf(room))
            {
                _workers.Post(worker, (engine, now) => engine.CloseRoom(room, now));
            }

            _directory.Revoke(new ParticipantKey(room, ""));
            _directory.RemoveRoom(room);
        }
    }

    /// <inheritdoc/>
    public async Task<RoomReport?> GetReportAsync(string room, CancellationToken cancellationToken)
    {
        Task<RoomReport?>[] answers;
        lock (_lock)
        {
            answers = [.. _directory.WorkersOf(room).Select(worker => _workers.AskAsync(worker, (engine, _) => engine.Report(room)))];
        }

        RoomReport?[] parts = await Task.WhenAll(answers).WaitAsync(cancellationToken).ConfigureAwait(false);
        ParticipantReport[] participants = [.. parts.SelectMany(part => part?.Participants ?? [])];
        return parts.All(part => part is null) ? null : new RoomReport(room, participants);
    }

    /// <inheritdoc/>
    public IReadOnlyList<WorkerReport> GetWorkers() => _workers.Report();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _workers.DisposeAsync().ConfigureAwait(false);
        _identity.Dispose();
        _events.Writer.TryComplete();
    }

    private static JoinResult.Refused Refuse(JoinError error, string detail) => new(error, detail);

    private JoinResult Join(string ticket, string offer)
    {
        switch (_tickets.TryVerify(ticket, _time.GetUtcNow(), out AdmissionTicket? admitted))
        {
            case TicketError.None:
                break;
            case TicketError.Expired:
                return Refuse(JoinError.TicketExpired, "The admission to this call has expired; ask for a new one.");
            default:
                return Refuse(JoinError.TicketInvalid, "The admission ticket is not one of this server's.");
        }

        if (!SdpParser.TryParse(offer, out SessionDescription? description, out SdpError? error))
        {
            return Refuse(error.JoinError, error.Message);
        }

        var key = new ParticipantKey(admitted!.Room, admitted.Participant);
        lock (_lock)
        {
            if (_directory.IsRevoked(key))
            {
                return Refuse(JoinError.TicketRevoked, "This call has ended, or you are no longer part of it.");
            }

            if (_directory.Find(key) is { } placement)
            {
                TransportChange change = placement.Session.ChangeBy(description);
                if (change != TransportChange.New)
                {
                    return Update(key, placement, description, admitted, change);
                }
            }

            return _directory.Choose(key) is { } worker
                ? Place(key, worker, description, admitted)
                : Refuse(JoinError.Capacity, "The media server is full; try again later.");
        }
    }

    private JoinResult Place(ParticipantKey key, int worker, SessionDescription offer, AdmissionTicket ticket)
    {
        (DtlsContext context, DtlsFingerprint fingerprint) = _identity.Current;
        var credentials = IceCredentials.Create();
        if (!SdpAnswerer.TryAnswer(offer, Options(worker, credentials, fingerprint, ticket), null, out NegotiatedSession? session, out SdpError? error))
        {
            return Refuse(error.JoinError, error.Message);
        }

        var placement = new Placement(worker, credentials, session);
        _directory.Add(key, placement);
        _workers.Post(worker, (engine, now) =>
        {
            placement.Taken = true;
            engine.Join(new JoinRequest(key, session, credentials, context), now);
        });
        return new JoinResult.Answered(session.AnswerSdp, session.Slots);
    }

    private JoinResult Update(
        ParticipantKey key, Placement placement, SessionDescription offer, AdmissionTicket ticket, TransportChange change)
    {
        IceCredentials credentials = change == TransportChange.IceRestart ? IceCredentials.Create() : placement.Credentials;
        AnswerOptions options = Options(placement.Worker, credentials, _identity.Current.Fingerprint, ticket);
        if (!SdpAnswerer.TryAnswer(offer, options, placement.Session, out NegotiatedSession? session, out SdpError? error))
        {
            return Refuse(error.JoinError, error.Message);
        }

        placement.Session = session;
        placement.Credentials = credentials;
        _workers.Post(placement.Worker, (engine, now) => engine.Update(key, session, credentials, now));
        return new JoinResult.Answered(session.AnswerSdp, session.Slots);
    }

    private AnswerOptions Options(int worker, IceCredentials credentials, DtlsFingerprint fingerprint, AdmissionTicket ticket) => new()
    {
        SessionId = RandomNumberGenerator.GetInt32(1, int.MaxValue).ToString(),
        IceUfrag = credentials.Ufrag,
        IcePassword = credentials.Password,
        Fingerprint = fingerprint,
        Candidates = _workers.CandidatesOf(worker),
        AllocateSsrc = () => (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue),
        Rights = ticket.Rights,
        VideoCodecs = _options.VideoCodecs,
        UseSimulcast = true,
        UseAudioRedundancy = true,
    };

    private void Post(ParticipantKey key, Action<MediaEngine, MediaTime> message)
    {
        lock (_lock)
        {
            if (_directory.Find(key) is { } placement)
            {
                _workers.Post(placement.Worker, message);
            }
        }
    }

    // A room is on other workers than before: each is told of the others.
    private void Share(string room, IReadOnlyList<int> before, IReadOnlyList<int> now)
    {
        if (before.Count <= 1 && now.Count <= 1)
        {
            return;
        }

        foreach (int worker in before.Union(now))
        {
            IReadOnlyList<int> peers = now.Contains(worker) ? [.. now.Where(other => other != worker)] : [];
            _workers.Post(worker, (engine, time) => engine.Share(room, peers, time));
        }
    }

    // On a worker's thread.
    private void Publish(MediaEvent happened)
    {
        if (happened is MediaEvent.Disconnected)
        {
            lock (_lock)
            {
                // One that joined again meanwhile is not the one that is gone.
                if (_directory.Find(happened.Participant) is { Taken: true })
                {
                    _directory.Remove(happened.Participant);
                }
            }
        }

        _events.Writer.TryWrite(happened);
    }
}
