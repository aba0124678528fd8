using BenchmarkDotNet.Attributes;
using Rtp;
using Rtp.Rtcp;

namespace Micro.Rtcp;

/// <summary>A sender report with two report blocks and its canonical name.</summary>
[MemoryDiagnoser]
public class ReportBenchmarks
{
    private readonly RtcpSample _sample = new();
    private readonly ReportBlock[] _blocks =
    [
        new ReportBlock { Ssrc = 1, FractionLost = 10, CumulativeLost = 100, ExtendedHighestSequenceNumber = 70_000, Jitter = 20 },
        new ReportBlock { Ssrc = 2, FractionLost = 0, CumulativeLost = 1, ExtendedHighestSequenceNumber = 50_000, Jitter = 30 },
    ];

    private long _now = 1_700_000_000_000_000;

    [GlobalSetup]
    public void Setup() => _sample.Keep(Write());

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public int Write()
    {
        RtcpWriter writer = _sample.Writer;
        SenderReport.TryWrite(ref writer, 3, NtpTime.FromUnixMicroseconds(_now++), 90_000, 1000, 1_000_000, _blocks);
        SourceDescription.TryWrite(ref writer, 3, "participant"u8);
        return writer.Length;
    }

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public long Parse()
    {
        long sum = 0;
        foreach (RtcpPacket packet in _sample.Packets)
        {
            if (SenderReport.TryParse(packet, out SenderReport report))
            {
                foreach (ReportBlock block in report.Blocks)
                {
                    sum += block.CumulativeLost;
                }
            }
        }

        return sum;
    }
}
