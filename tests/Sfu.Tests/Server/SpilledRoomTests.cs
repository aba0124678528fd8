using System.Net;
using Sfu.Admission;
using Sfu.Workers;

namespace Sfu.Tests.Server;

/// <summary>A room on two threads, with sockets and handshakes.</summary>
public sealed class SpilledRoomTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everybody_hears_everybody_in_a_room_on_two_workers_and_nothing_is_left_of_it(bool portable)
    {
        var tickets = AdmissionTicketSigner.WithRandomKey();
        var options = new MediaServerOptions
        {
            Port = 0,
            Listen = [IPAddress.Loopback],
            Workers = 2,
            RoomParticipantsPerWorker = 2,
            PortableSockets = portable,
        };
        await using var server = MediaServer.Start(options, tickets, TimeProvider.System);
        await UntilAsync(() => server.GetWorkers().All(worker => worker.SlabsInUse > 0));
        long[] idle = [.. server.GetWorkers().Select(worker => worker.SlabsInUse)];
        SocketClient[] clients = [.. Enumerable.Range(1, 4).Select(number => new SocketClient((byte)number))];
        try
        {
            foreach (SocketClient client in clients)
            {
                await client.JoinAsync(server, tickets, "room");
            }

            for (int number = 1; number <= clients.Length; number++)
            {
                server.SetGate(new ParticipantKey("room", $"{number}"), open: true);
            }

            Assert.Equal([0, 0, 1, 1], clients.Select(client => server.Ports.ToList().IndexOf(client.Port)));
            await UntilAsync(() => clients.All(client => client.Heard.Count(heard => heard.Value > 20) == 3));
            Assert.All(clients.Zip([1, 2, 3, 4]), pair => Assert.DoesNotContain((byte)pair.Second, pair.First.Heard.Keys));
            Assert.Equal(4, (await server.GetReportAsync("room", CancellationToken.None))!.Participants.Count);
            Assert.All(server.GetWorkers(), worker => Assert.Equal((2, 1L, 0L, true), (worker.Participants, worker.Rooms, worker.RelayDrops, worker.Relayed > 0)));

            // Muted on its own worker, it is not heard on the other.
            server.SetMuted(new ParticipantKey("room", "1"), MediaKind.Audio, muted: true);
            await server.GetReportAsync("room", CancellationToken.None);
            await UntilAsync(() => Quiet(clients[3], 1));

            server.Remove(new ParticipantKey("room", "3"));
            server.Remove(new ParticipantKey("room", "4"));
            await UntilAsync(() => server.GetWorkers()[1].Rooms == 0);
            Assert.Equal(1, server.GetWorkers()[0].Rooms);

            server.CloseRoom("room");
            await UntilAsync(() => server.GetWorkers().All(worker => (worker.Participants, worker.Rooms) == (0, 0L)));
            await UntilAsync(() => server.GetWorkers().All(worker => worker.SlabsInUse == idle[worker.Worker]));
        }
        finally
        {
            Array.ForEach(clients, client => client.Dispose());
        }
    }

    private static bool Quiet(SocketClient client, byte number)
    {
        int before = client.Heard.GetValueOrDefault(number);
        int other = client.Heard.GetValueOrDefault((byte)2);
        SpinWait.SpinUntil(() => client.Heard.GetValueOrDefault((byte)2) > other + 10);
        return client.Heard.GetValueOrDefault(number) == before;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
