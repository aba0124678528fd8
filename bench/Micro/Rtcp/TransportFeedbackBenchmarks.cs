using BenchmarkDotNet.Attributes;
using Rtp.Rtcp;
using Sfu;
using Sfu.Streams.Incoming;

namespace Micro.Rtcp;

/// <summary>Transport-wide feedback for fifty packets: noting their arrival and writing it; reading it.</summary>
[MemoryDiagnoser]
public class TransportFeedbackBenchmarks
{
    private const int Packets = 50;
    private readonly TransportFeedbackCollector _collector = new();
    private readonly RtcpSample _sample = new();
    private ushort _number;
    private MediaTime _now = new(MediaTime.Seconds(10));

    [GlobalSetup]
    public void Setup() => _sample.Keep(Build());

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public int Build()
    {
        for (int i = 0; i < Packets; i++)
        {
            // One packet in twenty-five is lost.
            _number += (ushort)(i % 25 == 0 ? 2 : 1);
            _now += 1100;
            _collector.Add(_number, _now);
        }

        RtcpWriter writer = _sample.Writer;
        _collector.TryWrite(ref writer, 1, 2, _now);
        return writer.Length;
    }

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public long Parse()
    {
        long sum = 0;
        foreach (RtcpPacket packet in _sample.Packets)
        {
            if (TransportFeedback.TryParse(packet, out TransportFeedback feedback))
            {
                foreach (TransportFeedbackStatus status in feedback)
                {
                    sum += status.SinceReference;
                }
            }
        }

        return sum;
    }
}
