using System.Diagnostics;
using Load.Clients;
using Load.Options;
using Load.Reports;
using Load.Targets;
using Sfu;

namespace Load.Runs;

/// <summary>One load: everybody joins, media warms up, a time is measured, everybody leaves.</summary>
internal sealed class LoadRun(LoadOptions options, ClientFactory clients, ITarget target, ServerApi? api)
{
    private const int WarmUpRounds = 4;
    private const int QuestionsPerRound = 40;

    private static readonly TimeSpan MediaPatience = TimeSpan.FromSeconds(15);

    // Of packets that were sent in the measured time: what is on its way, or asked for again.
    private static readonly TimeSpan Stragglers = TimeSpan.FromMilliseconds(1000);

    private static readonly TimeSpan RestWarmUp = TimeSpan.FromSeconds(3);

    private readonly List<LoadRoom> _rooms = [];
    private readonly string _name = $"load-{Environment.ProcessId}-{Random.Shared.Next(1_000_000)}";
    private int _joined;
    private ServerUsage? _before;

    /// <summary>How many have joined each room who only receive.</summary>
    public int SubscribersJoined { get; private set; }

    /// <summary>How large the load is.</summary>
    public string Size => SubscribersJoined > 0 ? $"{SubscribersJoined} subscribers a room:" : $"{_rooms.Count} rooms:";

    /// <summary>Everybody joins, at the rate that was asked for.</summary>
    public async Task JoinAsync(CancellationToken cancellationToken)
    {
        _before = await target.MeasureAsync(cancellationToken);
        await AddRoomsAsync(options.Rooms, cancellationToken);
        await AddSubscribersAsync(options.Subscribers, cancellationToken);
    }

    /// <summary>More join who receive; where nobody only receives, more rooms are made.</summary>
    public Task GrowAsync(double factor, CancellationToken cancellationToken)
    {
        int MoreThan(int count) => Math.Max(1, (int)(count * (factor - 1)));
        return SubscribersJoined > 0
            ? AddSubscribersAsync(MoreThan(SubscribersJoined), cancellationToken)
            : AddRoomsAsync(MoreThan(_rooms.Count), cancellationToken);
    }

    /// <summary>Measures for a time.</summary>
    public async Task<LoadReport> MeasureAsync(TimeSpan warmUp, TimeSpan duration, CancellationToken cancellationToken)
    {
        await WarmUpAsync(warmUp, cancellationToken);
        using RestLoad? rest = options.Rest > 0
            ? await RestLoad.StartAsync(api ?? throw new LoadException("--rest is for this project's server."), options.Rest, cancellationToken)
            : null;
        await Task.Delay(rest is null ? TimeSpan.Zero : RestWarmUp, cancellationToken);
        ServerUsage usage = await target.MeasureAsync(cancellationToken);
        using Flood? flood = await StartFloodAsync();
        long answers = rest?.Answers ?? 0;
        TimeSpan own = Process.GetCurrentProcess().TotalProcessorTime;
        long failures = clients.Loop.Send.Failures;
        MediaTime begin = default;
        RunCounters before = await clients.Loop.RunAsync(now =>
        {
            begin = now;
            clients.Latency.Clear();
            foreach (PublishedStream stream in _rooms.SelectMany(room => room.Sources))
            {
                stream.Log.OpenWindow();
            }

            foreach (ReceivedStream stream in clients.Loop.Clients.SelectMany(client => client.Received))
            {
                stream.OpenWindow();
            }

            return RunCounters.Of(clients.Loop.Clients);
        });
        await ShowProgressAsync(before, duration, cancellationToken);
        MediaTime end = default;
        RunCounters after = await clients.Loop.RunAsync(now =>
        {
            end = now;
            foreach (PublishedStream stream in _rooms.SelectMany(room => room.Sources))
            {
                stream.Log.CloseWindow();
            }

            return RunCounters.Of(clients.Loop.Clients);
        });
        ServerUsage usageAfter = await target.MeasureAsync(cancellationToken);
        ServerUsage usageAtOnce = await target.MeasureAsync(cancellationToken);
        TimeSpan ownAfter = Process.GetCurrentProcess().TotalProcessorTime;
        clients.Loop.EachTurn = null;
        answers = (rest?.Answers ?? 0) - answers;
        rest?.Stop();
        await Task.Delay(Stragglers, cancellationToken);
        var measured = new Measured(
            before, after, usage, usageAfter, usageAtOnce.AllocatedBytes - usageAfter.AllocatedBytes, ownAfter - own, (end - begin) / 1e6)
        {
            SendFailures = clients.Loop.Send.Failures - failures,
            Flood = flood?.Sent,
            Rest = rest is null ? null : new RestReport(options.Rest, answers / ((end - begin) / 1e6), rest.Errors, rest.Times),
        };
        return await clients.Loop.RunAsync(_ => ReportOf(measured));
    }

    // The runtime compiles anew what was called thirty times, twice, when nothing new was called for a while. What answers the questions about the
    // server is through with that before the time that counts.
    private async Task WarmUpAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        for (int round = 0; round < WarmUpRounds; round++)
        {
            for (int i = 0; i < QuestionsPerRound; i++)
            {
                await target.MeasureAsync(cancellationToken);
            }

            await Task.Delay(time / WarmUpRounds, cancellationToken);
        }
    }

    /// <summary>Everybody leaves.</summary>
    public Task LeaveAsync() => clients.Loop.RunAsync(now =>
    {
        foreach (LoadClient client in clients.Loop.Clients)
        {
            client.StopPublishing();
            client.Close(now);
        }
    });

    private static bool HasMedia(LoadClient client) =>
        client.Received.Count == 0 ? client.Times.Connected != MediaTime.Never : client.Received.All(stream => stream.Source is not null);

    private async Task AddRoomsAsync(int count, CancellationToken cancellationToken)
    {
        LoadRoom[] rooms = [.. Enumerable.Range(_rooms.Count, count).Select(i => new LoadRoom($"{_name}-{i}"))];
        _rooms.AddRange(rooms);
        ClientShape publisher = ClientShape.Publisher(options);
        await JoinAllAsync(rooms.SelectMany(room => Enumerable.Range(0, options.Publishers).Select(i => (room, $"p{i}"))), publisher, cancellationToken);
        await WaitAsync(client => client.Times.Connected != MediaTime.Never, cancellationToken);
    }

    private async Task AddSubscribersAsync(int count, CancellationToken cancellationToken)
    {
        ClientShape subscriber = ClientShape.Subscriber(options);
        int first = SubscribersJoined;
        SubscribersJoined += count;
        await JoinAllAsync(_rooms.SelectMany(room => Enumerable.Range(first, count).Select(i => (room, $"s{i}"))), subscriber, cancellationToken);
        await WaitAsync(HasMedia, cancellationToken);
    }

    private async Task JoinAllAsync(IEnumerable<(LoadRoom Room, string Name)> who, ClientShape shape, CancellationToken cancellationToken)
    {
        List<Task> joins = [];
        long begin = Stopwatch.GetTimestamp();
        foreach ((LoadRoom room, string name) in who)
        {
            TimeSpan ahead = TimeSpan.FromSeconds(joins.Count / options.JoinRate) - Stopwatch.GetElapsedTime(begin);
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, cancellationToken);
            }

            joins.Add(target.JoinAsync(room, name, shape, cancellationToken));
            _joined++;
        }

        await Task.WhenAll(joins);
    }

    private async Task<Flood?> StartFloodAsync()
    {
        if (options.Flood <= 0)
        {
            return null;
        }

        var flood = new Flood(options.FloodKind, clients.PacketsPerSecond * _rooms.Count * options.Publishers * options.Flood);
        await clients.Loop.RunAsync(now => flood.Start(clients.Loop.Clients, now));
        clients.Loop.EachTurn = flood.Advance;
        return flood;
    }

    // Not for ever: who gets no media is told in the report.
    private async Task WaitAsync(Func<LoadClient, bool> condition, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < MediaPatience
            && !await clients.Loop.RunAsync(_ => clients.Loop.Clients.All(condition)))
        {
            await Task.Delay(20, cancellationToken);
        }
    }

    private async Task ShowProgressAsync(RunCounters start, TimeSpan duration, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        RunCounters last = start;
        TimeSpan shown = TimeSpan.Zero;
        while (true)
        {
            TimeSpan rest = duration - Stopwatch.GetElapsedTime(begin);
            if (rest <= TimeSpan.Zero)
            {
                return;
            }

            await Task.Delay(rest < TimeSpan.FromSeconds(1) ? rest : TimeSpan.FromSeconds(1), cancellationToken);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
            RunCounters now = await clients.Loop.RunAsync(_ => RunCounters.Of(clients.Loop.Clients));
            double seconds = (elapsed - shown).TotalSeconds;
            Console.WriteLine(
                $"{elapsed.TotalSeconds,5:F0} s  in {(now.Sent - last.Sent) / seconds,9:N0}/s  forwarded {(now.Received - last.Received) / seconds,9:N0}/s  "
                + $"{(now.ReceivedBytes - last.ReceivedBytes) * 8e-6 / seconds,8:F1} Mbit/s  asked again {(now.Requested - last.Requested) / seconds,6:F0}/s");
            last = now;
            shown = elapsed;
        }
    }

    private LoadReport ReportOf(Measured measured)
    {
        IReadOnlyList<LoadClient> all = clients.Loop.Clients;
        long expected = 0, came = 0, repaired = 0, foreign = 0, duplicates = 0, expectedVideo = 0, cameVideo = 0, gaps = 0;
        foreach (ReceivedStream stream in all.SelectMany(client => client.Received))
        {
            // Who receives nothing should have received what others of the kind do.
            SourceLog? source = stream.Source ?? _rooms[0].Sources.Find(published => published.Kind == stream.Line.Kind)?.Log;
            long window = source?.WindowCount ?? 0;
            expected += window;
            came += stream.InWindow;
            if (stream.Line.Kind == MediaKind.Video)
            {
                expectedVideo += window;
                cameVideo += stream.InWindow;
            }

            repaired += stream.RepairedInWindow;
            foreign += stream.Foreign;
            duplicates += stream.Duplicates;
            gaps += stream.Gaps;
        }

        double packets = Math.Max(1, measured.After.Received - measured.Before.Received);
        ServerUsage before = measured.Usage, after = measured.UsageAfter;
        double user = (after.UserSeconds - before.UserSeconds) * 1e9 / packets;
        double system = (after.SystemSeconds - before.SystemSeconds) * 1e9 / packets;
        double[] mediaSeconds = [.. after.MediaSeconds.Zip(before.MediaSeconds, (end, begin) => end - begin)];
        List<ClientTimes> receivers = [.. all.Where(client => client.Received.Count > 0).Select(client => client.Times)];
        List<ClientTimes> everybody = [.. all.Select(client => client.Times)];
        return new LoadReport
        {
            Target = options.Target.ToString().ToLowerInvariant(),
            Srtp = options.SrtpName,
            Rooms = _rooms.Count,
            Publishers = options.Publishers,
            Subscribers = SubscribersJoined,
            Seconds = measured.Seconds,
            ClientsWithoutMedia = all.Count(client => !HasMedia(client)) + (_joined - all.Count),
            ReceivedPackets = measured.After.Sent - measured.Before.Sent,
            ForwardedPackets = came,
            ExpectedPackets = expected,
            Loss = Share(expected - came, expected),
            VideoLoss = Share(expectedVideo - cameVideo, expectedVideo),
            AudioLoss = Share(expected - expectedVideo - (came - cameVideo), expected - expectedVideo),
            SequenceGaps = gaps,
            LossBeforeRepair = Share(expected - came + repaired, expected),
            ReceivedPacketsPerSecond = (measured.After.Sent - measured.Before.Sent) / measured.Seconds,
            ForwardedPacketsPerSecond = came / measured.Seconds,
            ForwardedMegabitsPerSecond = (measured.After.ReceivedBytes - measured.Before.ReceivedBytes) * 8e-6 / measured.Seconds,
            ForeignPayloads = foreign,
            Duplicates = duplicates,
            NackPerSecond = (measured.After.Requested - measured.Before.Requested) / measured.Seconds,
            RtxPackets = repaired,
            UplinkRtxPackets = measured.After.UplinkRetransmissions - measured.Before.UplinkRetransmissions,
            KeyframeRequests = measured.After.KeyframeRequests - measured.Before.KeyframeRequests,
            LatencyUs = LatencyReport.Of(clients.Latency),
            SetupMs = Between(receivers, times => times.Asked, times => times.FirstMedia),
            JoinMs = Between(everybody, times => times.Asked, times => times.Answered),
            IceMs = Between(everybody, times => times.Answered, times => times.IceConnected),
            DtlsMs = Between(everybody, times => times.IceConnected, times => times.Connected),
            CpuNsPerForwardedPacket = user + system,
            CpuUserNsPerForwardedPacket = user,
            CpuSystemNsPerForwardedPacket = system,
            MediaCpuNsPerForwardedPacket = mediaSeconds.Length == 0 ? null : mediaSeconds.Sum() * 1e9 / packets,
            MediaThreadCores = [.. mediaSeconds.Select(seconds => seconds / measured.Seconds)],
            PacketsPerMediaThreadSecond = mediaSeconds.Length == 0 ? null : packets / mediaSeconds.Max(),
            ServerCores = (user + system) * packets * 1e-9 / measured.Seconds,
            GeneratorCpuNsPerForwardedPacket = measured.Own.TotalSeconds * 1e9 / packets,
            AllocatedBytesPerForwardedPacket = measured.Allocated / packets,
            AllocatedBytesPerSecond = measured.Allocated / measured.Seconds,
            Collections = after.Collections?.Zip(before.Collections!, (end, begin) => end - begin).ToArray(),
            CollectionPauseMs = (after.PauseSeconds - before.PauseSeconds) * 1000,
            ServerRssBytes = after.ResidentBytes,
            ServerRssBytesPerClient = (after.ResidentBytes - _before!.ResidentBytes) / (double)Math.Max(1, _joined),
            ServerRssGrowthBytes = after.ResidentBytes - before.ResidentBytes,
            GeneratorSendFailures = measured.SendFailures,
            Flood = measured.Flood,
            Drops = after.Drops?.ToDictionary(drop => drop.Key, drop => new DropReport(before.Drops!.GetValueOrDefault(drop.Key), drop.Value)),
            Rest = measured.Rest,
        };
    }

    private static double Share(long part, long whole) => whole == 0 ? 0 : Math.Max(0, part) / (double)whole;

    private static Percentiles Between(IEnumerable<ClientTimes> clients, Func<ClientTimes, MediaTime> from, Func<ClientTimes, MediaTime> to) =>
        Percentiles.Of(clients.Where(times => to(times) != MediaTime.Never && from(times) != MediaTime.Never).Select(times => (to(times) - from(times)) / 1000.0));
}
