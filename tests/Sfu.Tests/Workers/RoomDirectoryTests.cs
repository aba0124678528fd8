using Sfu.Ice;
using Sfu.Sdp;
using Sfu.Tests.Sdp;
using Sfu.Workers;

namespace Sfu.Tests.Workers;

/// <summary>Who goes to which worker, and who is refused.</summary>
public sealed class RoomDirectoryTests
{
    private static readonly NegotiatedSession Session = Answer();
    private readonly WorkerLoad[] _loads = [new(), new()];
    private readonly List<string> _moves = [];

    [Fact]
    public void Rooms_go_to_the_worker_that_works_least()
    {
        RoomDirectory directory = Directory(100);
        Work(_loads[0], 0.5);
        Work(_loads[1], 0.2);
        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal(1, Join(directory, $"room {i}", "a")));
    }

    [Fact]
    public void Where_nobody_works_rooms_are_dealt_out_by_number()
    {
        RoomDirectory directory = Directory(100);
        int?[] workers = [.. Enumerable.Range(0, 10).Select(i => Join(directory, $"room {i}", "a"))];
        Assert.Equal(5, workers.Count(worker => worker == 0));
    }

    [Fact]
    public void A_burst_of_joins_is_spread_before_its_load_can_be_measured()
    {
        // A hundred participants make a third of a worker's work.
        RoomDirectory directory = Directory(1000);
        for (int i = 0; i < 100; i++)
        {
            Join(directory, $"early {i}", "a");
        }

        Work(_loads[0], 0.30);
        Work(_loads[1], 0.36);
        int?[] workers = [.. Enumerable.Range(0, 100).Select(i => Join(directory, $"late {i}", "a"))];
        Assert.InRange(workers.Count(worker => worker == 0), 50, 65);
    }

    [Fact]
    public void A_room_stays_together_as_long_as_it_fits()
    {
        RoomDirectory directory = Directory(100, perRoom: 3);
        Assert.Equal([0, 0, 0], Enumerable.Range(0, 3).Select(i => Join(directory, "room", $"{i}")));
        Assert.DoesNotContain(_moves, move => move.Contains(','));
    }

    [Fact]
    public void A_room_that_is_too_large_for_one_worker_goes_on_at_another_and_both_are_told()
    {
        RoomDirectory directory = Directory(100, perRoom: 3);
        int?[] workers = [.. Enumerable.Range(0, 6).Select(i => Join(directory, "room", $"{i}"))];
        Assert.Equal([0, 0, 0, 1, 1, 1], workers);
        Assert.Equal([0, 1], directory.WorkersOf("room"));
        Assert.Equal("room: 0 -> 0,1", _moves[^1]);

        // Where all are over their share, seats decide.
        Assert.NotNull(Join(directory, "room", "one more"));

        foreach (int i in Enumerable.Range(3, 3))
        {
            directory.Remove(new ParticipantKey("room", $"{i}"));
        }

        directory.Remove(new ParticipantKey("room", "one more"));
        Assert.Equal("room: 0,1 -> 0", _moves[^1]);
    }

    [Fact]
    public void A_busy_worker_takes_no_room_and_sends_who_comes_to_a_large_one_elsewhere()
    {
        RoomDirectory directory = Directory(100);
        Join(directory, "room", "a");
        Join(directory, "room", "b");
        Work(_loads[0], 0.95);
        Assert.Equal(1, Join(directory, "other", "a"));
        Assert.Equal(1, Join(directory, "room", "c"));
        Work(_loads[1], 0.95);
        Assert.Null(Join(directory, "third", "a"));
        Assert.NotNull(Join(directory, "room", "d"));
    }

    [Fact]
    public void A_worker_whose_memory_is_used_up_takes_no_room()
    {
        RoomDirectory directory = Directory(100);
        _loads[0].Measure(0, 0, 0.95);
        Assert.Equal(1, Join(directory, "one", "a"));
        _loads[1].Measure(0, 0, 0.95);
        Assert.Null(Join(directory, "two", "a"));
        Assert.Equal(1, Join(directory, "one", "b"));
    }

    [Fact]
    public void The_second_party_of_a_call_finds_its_seat_kept()
    {
        RoomDirectory directory = Directory(3, workers: 1);
        Assert.Equal(0, Join(directory, "one", "a"));
        Assert.Null(Join(directory, "two", "a"));
        Assert.Equal(0, Join(directory, "one", "b"));
        Assert.Null(Join(directory, "two", "a"));
        directory.RemoveRoom("one");
        Assert.Equal(0, Join(directory, "two", "a"));
        directory.RemoveRoom("two");
        Assert.Equal((0, 0), (_loads[0].Participants, _loads[0].Reserved));
    }

    [Fact]
    public void Who_joins_again_keeps_its_worker_and_one_seat()
    {
        RoomDirectory directory = Directory(100);
        int? worker = Join(directory, "room", "a");
        Work(_loads[worker!.Value], 0.5);
        Assert.Equal(worker, Join(directory, "room", "a"));
        Assert.Equal(1, _loads[worker.Value].Participants);
    }

    [Fact]
    public void Whatever_comes_and_goes_all_seats_are_free_in_the_end()
    {
        var random = new Random(1);
        RoomDirectory directory = Directory(20, perRoom: 3);
        for (int step = 0; step < 5000; step++)
        {
            var key = new ParticipantKey($"{random.Next(6)}", $"{random.Next(8)}");
            switch (random.Next(5))
            {
                case 0 or 1 or 2:
                    Join(directory, key.Room, key.Participant);
                    break;
                case 3:
                    directory.Remove(key);
                    break;
                default:
                    if (random.Next(10) == 0)
                    {
                        directory.RemoveRoom(key.Room);
                    }

                    break;
            }

            Assert.All(_loads, load => Assert.InRange(load.Participants, 0, 20));
        }

        foreach (int room in Enumerable.Range(0, 6))
        {
            directory.RemoveRoom($"{room}");
        }

        Assert.All(_loads, load => Assert.Equal((0, 0), (load.Participants, load.Reserved)));
    }

    private static NegotiatedSession Answer() =>
        SdpAnswerer.TryAnswer(SdpFixture.Offer("chromium-audio-video"), SdpFixture.Options(), null, out NegotiatedSession? session, out SdpError? error)
            ? session
            : throw new InvalidOperationException(error.Message);

    private static void Work(WorkerLoad load, double busy)
    {
        for (int second = 0; second < 60; second++)
        {
            load.Measure(busy, 0, 0);
        }
    }

    private static int? Join(RoomDirectory directory, string room, string participant)
    {
        var key = new ParticipantKey(room, participant);
        if (directory.Choose(key) is { } worker)
        {
            directory.Add(key, new Placement(worker, IceCredentials.Create(), Session));
            return worker;
        }

        return null;
    }

    private RoomDirectory Directory(int perWorker, int perRoom = 500, int workers = 2) => new(
        _loads[..workers],
        new PlacementLimits(perWorker, perRoom),
        TimeProvider.System,
        (room, before, now) => _moves.Add($"{room}: {string.Join(',', before)} -> {string.Join(',', now)}"));
}
