using System.Buffers.Binary;
using System.Net;
using Load.Clients;
using Load.Net;
using Load.Options;
using Load.Sdp;
using Rtp.Srtp;
using Sfu.Dtls;

namespace Load.Targets;

/// <summary>
/// The bare loop of bench/Limit: keys are fixed, who receives says so by one datagram, and there is nothing but media. The same clients, the same media.
/// </summary>
internal sealed class LimitTarget(LoadOptions options, ClientFactory clients) : ITarget
{
    private readonly IPEndPoint _server = new(IPAddress.Parse(options.Server.Host), options.Server.Port);
    private readonly int _process = options.ServerProcess ?? throw new LoadException("The limit loop does not say its own process: pass --server-pid.");
    private IReadOnlyList<SendLine> _published = [];
    private int _destinations;

    /// <inheritdoc/>
    public async Task<LoadClient> JoinAsync(LoadRoom room, string name, ClientShape shape, CancellationToken cancellationToken)
    {
        if (shape.Sends && (shape.Slots > 0 || _published.Count > 0))
        {
            throw new LoadException("The limit loop has one publisher: use --rooms 1 --publishers 1.");
        }

        OfferedSession offer = clients.Offer(shape);
        int number = 0;
        IReadOnlyList<ReceiveLine> lines = [];
        if (shape.Sends)
        {
            _published = offer.Sends;
        }
        else
        {
            number = Interlocked.Increment(ref _destinations);
            lines = [.. _published.Select(line => new ReceiveLine(line.Kind, line.Ssrc + (uint)number, null))];
        }

        LoadClient client = clients.Make(name, _server, offer);
        client.Times.Asked = LoadClock.Now;
        client.Times.Answered = client.Times.Asked;
        await clients.Loop.AddAsync(client, now =>
        {
            clients.Publish(client, room, offer, ExtensionIds.TransportSequenceNumber);
            client.Start(KeysOf(number), lines, room.Sources, clients.Latency, now);
            if (number > 0)
            {
                byte[] hello = [(byte)'D', 0, 0, 0, 0];
                BinaryPrimitives.WriteInt32LittleEndian(hello.AsSpan(1), number);
                client.Transport.SendRaw(hello);
            }
        });
        return client;
    }

    /// <inheritdoc/>
    public Task<ServerUsage> MeasureAsync(CancellationToken cancellationToken) => Task.FromResult(ProcessUsage.Read(_process));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // As limit.c makes them.
    private DtlsSrtpKeys KeysOf(int number)
    {
        byte[] block = new byte[2 * (options.Srtp.KeyLength + options.Srtp.SaltLength)];
        for (int i = 0; i < block.Length; i++)
        {
            block[i] = (byte)((31 * number) + (7 * i) + 1);
        }

        return DtlsSrtpKeys.FromBlock(options.Srtp, DtlsRole.Client, block);
    }
}
