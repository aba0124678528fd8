using Load.Media;
using Load.Net;
using Load.Options;
using Load.Reports;
using Load.Sdp;
using Sfu;

namespace Load.Clients;

/// <summary>Makes clients, all of them with the same certificate and samples.</summary>
internal sealed class ClientFactory : IDisposable
{
    // So that the sources of a room never send the same picture at the same time.
    private const int FramesApart = 37;

    private readonly LoadOptions _options;
    private readonly MediaSample? _video;
    private readonly MediaSample? _audio;
    private int _sources;
    private int _clients;

    /// <summary>Makes the samples if they are not there yet.</summary>
    public ClientFactory(LoadOptions options)
    {
        _options = options;
        var maker = new SampleMaker(options.Samples);
        _video = options.Video ? maker.Video(options.Codec, options.VideoKilobits) : null;
        _audio = options.Audio ? maker.Audio() : null;
        Loop = new ClientLoop(options.TurnMicroseconds);
        Identity = new ClientIdentity(options.Srtp);
    }

    /// <summary>The thread of all clients.</summary>
    public ClientLoop Loop { get; }

    /// <summary>The certificate of all clients.</summary>
    public ClientIdentity Identity { get; }

    /// <summary>Latencies of the measured time.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Packets a second that a publisher sends.</summary>
    public double PacketsPerSecond => (_video?.PacketsPerSecond ?? 0) + (_audio?.PacketsPerSecond ?? 0);

    /// <summary>What a client of a shape offers.</summary>
    public OfferedSession Offer(ClientShape shape) => OfferWriter.Write(shape, _options.Codec, Identity.Fingerprint);

    /// <summary>Connects a client that was answered.</summary>
    public async Task<LoadClient> ConnectAsync(string name, LoadRoom room, OfferedSession offer, RemoteSession remote, MediaTime asked)
    {
        LoadClient client = Make(name, remote.Address, offer);
        client.Times.Asked = asked;
        client.Times.Answered = LoadClock.Now;
        await Loop.AddAsync(client, now =>
        {
            Publish(client, room, offer, remote.TransportSequenceId);
            client.Start(remote, room.Sources, Latency, now);
        });
        return client;
    }

    /// <summary>Makes a client; the loop does not know it yet.</summary>
    public LoadClient Make(string name, System.Net.IPEndPoint server, OfferedSession offer)
    {
        var loss = new RandomLoss(_options.Loss, Interlocked.Increment(ref _clients));
        var socket = new ClientSocket(server);
        return new LoadClient(name, socket, new ClientTransport(socket, Identity, offer.Credentials, loss, Loop.Send), loss, Loop.Clock);
    }

    /// <summary>Has a client send what it offered. On the loop's thread.</summary>
    public void Publish(LoadClient client, LoadRoom room, OfferedSession offer, byte transportSequenceId)
    {
        foreach (SendLine line in offer.Sends)
        {
            MediaSample sample = line.Kind == MediaKind.Audio ? _audio! : _video!;
            var stream = new PublishedStream(line, sample, _sources++ * FramesApart, _options.Pacing == Pacing.Even, transportSequenceId);
            client.Publish(stream);
            room.Sources.Add(stream);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Loop.Dispose();
        Identity.Dispose();
    }
}
