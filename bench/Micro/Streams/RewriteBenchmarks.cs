using BenchmarkDotNet.Attributes;
using Micro.Rtp;
using Sfu;
using Sfu.Streams;
using Sfu.Streams.Outgoing;

namespace Micro.Streams;

/// <summary>What a subscriber's copy must say otherwise: number, timestamp, picture numbers.</summary>
[MemoryDiagnoser]
public class RewriteBenchmarks
{
    private readonly GaplessNumbering _sequence = new(1000, 1024);
    private readonly PictureRewriter _picture = new();
    private readonly SentPackets _sent = new();
    private readonly byte[] _payload = new byte[SamplePacket.PayloadLength];
    private TimestampRewriter _timestamp = new(1000);
    private long _source = 500;
    private long _now;

    [GlobalSetup]
    public void Setup()
    {
        SamplePacket.Vp8Descriptor.CopyTo(_payload);
        _sequence.Switch(_source);
        _timestamp.Switch(0, null, 90_000, MediaTime.Zero);
        _picture.Switch(new PictureNumbers(1, 1));
    }

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public long SequenceNumber() => _sequence.TryRewrite(++_source, out long number) ? number : 0;

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public bool EveryOtherHeldBack() => _sequence.Skip(++_source, out _) || _sequence.TryRewrite(++_source, out _);

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public bool SequenceNumberBack()
    {
        _sent.Add(new SentPacket((ushort)++_source, 0, 0, false, 0, PictureNumbers.None, 0));
        return _sent.TryFind((ushort)_source, out _, out _);
    }

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public uint Timestamp()
    {
        _now += 1000;
        return _timestamp.Rewrite((uint)(_now * 9 / 100), new MediaTime(_now));
    }

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public bool PictureNumbersOfVp8()
    {
        var packet = default(MediaPacket);
        PayloadInspector.Inspect(PayloadFormat.Vp8, _payload, ref packet);
        _picture.TryRewrite(packet.Picture, out PictureNumbers numbers);
        PayloadInspector.WritePictureNumbers(PayloadFormat.Vp8, _payload, numbers);
        return packet.Keyframe;
    }
}
