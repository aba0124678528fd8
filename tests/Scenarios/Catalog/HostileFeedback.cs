using Rtp.Rtcp;
using Sfu;
using Simulation.Clients;
using Simulation.World;

namespace Scenarios.Catalog;

/// <summary>
/// Somebody who was let in sends feedback that is forged, replayed, absurd, about packets never sent, and far too much of it; and video whose descriptors are
/// garbage. The two others go on as if nothing were.
/// </summary>
internal sealed class HostileFeedback : Scenario
{
    private const double Begins = 10;
    private const double Ends = 25;
    private const long Interval = 5_000;

    // A tenth of a second of nothing but answers to the attacker would be more.
    private const double MostSlabsKept = 100;

    private static readonly ClientProfile TwoSlots = ClientProfile.Browser with { ExtraSlots = 1 };

    private readonly List<byte[]> _captured = [];
    private SimulatedBrowser _speaker = null!;
    private SimulatedBrowser _viewer = null!;
    private SimulatedBrowser _attacker = null!;
    private long _sentBefore;
    private long _sentToAttacker;
    private long _sentByAttacker;
    private double _quiet;
    private int _slabsBefore;
    private int _slabsAfter;
    private long _allocated;

    public override string Name => "hostile";

    public override string Title => "forged, replayed and absurd feedback, floods, malformed descriptors";

    protected override void Conditions(Stage stage)
    {
        _speaker = stage.Browser("speaker", profile: TwoSlots);
        _viewer = stage.Browser("viewer", profile: TwoSlots);
        _attacker = stage.Browser("attacker", profile: TwoSlots);
        stage.Simulator.Sent = (destination, datagram) => _sentToAttacker += destination == _attacker.Address ? datagram.Length : 0;
    }

    protected override void Run(Stage stage)
    {
        stage.RunUntil(5);
        _sentBefore = _sentToAttacker;
        stage.RunUntil(Begins);
        _quiet = (_sentToAttacker - _sentBefore) / (Begins - 5);
        _slabsBefore = stage.Simulator.Host.RentedSlabs;
        _sentBefore = _sentToAttacker;
        stage.Simulator.Host.Allocations = 0;
        stage.Simulator.Received = datagram => _captured.Add(datagram);
        Attack(stage, new Random(1));
        stage.RunUntil(Ends);
        stage.Simulator.Received = null;
        _allocated = stage.Simulator.Host.Allocations;
        _sentToAttacker -= _sentBefore;
        stage.RunUntil(Ends + 3);
        _slabsAfter = stage.Simulator.Host.RentedSlabs;
        stage.RunUntil(Ends + 5);
    }

    protected override void Check(Stage stage, Findings findings)
    {
        ParticipantReport report = stage.Simulator.Engine.Report(SimulatedPeer.Room)!.Participants.First(participant => participant.Participant == "attacker");
        findings.AtMost(0, "ms", "longest freeze of the others", _viewer.VideoOf(0).LongestFreeze(stage.Time(Begins), stage.Time(Ends + 5)));
        findings.AtLeast(100, "%", "of the sound between the others played", 100 * _viewer.AudioOf(0).Playback.Intact);
        findings.AtMost(2, "a second", "keyframe requests that reach the source", Requests(stage) / (Ends - Begins));
        findings.AtMost(2, "", "bytes sent to the attacker, for each that it is sent anyway", _sentToAttacker / (_quiet * (Ends - Begins)));
        findings.AtMost(1, "", "bytes more sent to the attacker, for each that it sends", (_sentToAttacker - (_quiet * (Ends - Begins))) / _sentByAttacker);
        findings.AtMost(MostSlabsKept, "", "packets kept more than before", _slabsAfter - _slabsBefore);
        findings.AtMost(8, "", "bytes allocated by the engine, for each packet that comes, rounded up", Math.Ceiling(_allocated / (double)_captured.Count));
        findings.AtLeast(1000, "", "packets of the attacker counted as rejected", report.PacketsRejected);
    }

    private int Requests(Stage stage) => _speaker.KeyframeRequests.Count(time => time >= stage.Time(Begins) && time < stage.Time(Ends));

    private void Attack(Stage stage, Random random)
    {
        if (stage.Simulator.Now >= stage.Time(Ends))
        {
            return;
        }

        int before = _captured.Count;
        uint video = _attacker.Session!.Sections.First(section => section.Slot == 0 && section.Kind == MediaKind.Video).LocalSsrc!.Value;
        _attacker.SendRtcp((ref RtcpWriter writer) => WriteForgedArrivals(ref writer, video, random));
        _attacker.SendRtcp((ref RtcpWriter writer) => WriteAbsurdEstimates(ref writer, video, random));
        _attacker.SendRtcp((ref RtcpWriter writer) => WriteFloods(ref writer, video, random));
        _attacker.SendRtcp((ref RtcpWriter writer) => WriteGarbage(ref writer, random));
        SendMalformedVideo(random);
        for (int i = before; i < _captured.Count; i++)
        {
            _sentByAttacker += _captured[i].Length;
        }

        // What was sent before, once more, and as from somebody else.
        byte[] replayed = _captured[random.Next(_captured.Count)];
        stage.Simulator.Apply(new EngineInput.Datagram(_attacker.Address, replayed));
        byte[] forged = [.. replayed];
        forged[random.Next(8, forged.Length)] ^= 0x5A;
        stage.Simulator.Apply(new EngineInput.Datagram(_attacker.Address, forged));
        stage.Simulator.Apply(new EngineInput.Datagram(_viewer.Address, forged));
        stage.Simulator.Schedule.After(Interval, () => Attack(stage, random));
    }

    private void WriteForgedArrivals(ref RtcpWriter writer, uint video, Random random)
    {
        var feedback = new TransportFeedbackWriter(writer.Free, _attacker.FeedbackSsrc, video, (ushort)random.Next(0x10000), (byte)random.Next(256));
        ushort number = feedback.NextSequenceNumber;
        long time = random.NextInt64(1L << 40);
        for (int i = 0; i < 50; i++)
        {
            number += (ushort)random.Next(1, 40);
            time += random.Next(0, 200_000);
            if (!feedback.TryAdd(number, time))
            {
                break;
            }
        }

        writer.Commit(feedback.Finish());
    }

    private void WriteAbsurdEstimates(ref RtcpWriter writer, uint video, Random random)
    {
        RtcpSource[] sources = [new RtcpSource(video)];
        foreach (long rate in new[] { 0, 1, long.MaxValue, random.NextInt64() })
        {
            ReceiverEstimate.TryWrite(ref writer, _attacker.FeedbackSsrc, rate, sources);
        }

        ReportBlock block = new()
        {
            Ssrc = video,
            FractionLost = (byte)random.Next(256),
            CumulativeLost = random.Next(),
            LastSenderReport = (uint)random.Next(),
            DelaySinceLastSenderReport = (uint)random.Next(),
        };
        ReceiverReport.TryWrite(ref writer, _attacker.FeedbackSsrc, [block]);
    }

    private void WriteFloods(ref RtcpWriter writer, uint video, Random random)
    {
        int first = random.Next(0x10000);
        ushort[] everything = [.. Enumerable.Range(first, 2_000).Select(number => (ushort)number)];
        Nack.Write(ref writer, _attacker.FeedbackSsrc, video, everything);
        for (int i = 0; i < 20; i++)
        {
            new PictureLossIndication(_attacker.FeedbackSsrc, video).TryWrite(ref writer);
            FullIntraRequest.TryWrite(ref writer, _attacker.FeedbackSsrc, [new FullIntraRequestEntry(video, (byte)random.Next(256))]);
        }
    }

    private static void WriteGarbage(ref RtcpWriter writer, Random random)
    {
        writer.TryReserve((byte)random.Next(192, 224), random.Next(32), 4 * random.Next(1, 64), out Span<byte> body);
        random.NextBytes(body);
    }

    private void SendMalformedVideo(Random random)
    {
        byte[] payload = new byte[random.Next(1, 40)];
        random.NextBytes(payload);
        byte[] descriptor = new byte[random.Next(1, 30)];
        random.NextBytes(descriptor);
        _attacker.SendVideo(payload, descriptor);
    }
}
