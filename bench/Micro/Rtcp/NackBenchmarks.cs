using BenchmarkDotNet.Attributes;
using Rtp.Rtcp;

namespace Micro.Rtcp;

/// <summary>Asking for twenty lost packets (RFC 4585 section 6.2.1), and reading what was asked for.</summary>
[MemoryDiagnoser]
public class NackBenchmarks
{
    private readonly RtcpSample _sample = new();
    private readonly ushort[] _lost = [.. Enumerable.Range(0, 20).Select(i => (ushort)(1000 + (i * 3)))];

    [GlobalSetup]
    public void Setup() => _sample.Keep(Write());

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public int Write()
    {
        RtcpWriter writer = _sample.Writer;
        Nack.Write(ref writer, 1, 2, _lost);
        return writer.Length;
    }

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public int Parse()
    {
        int sum = 0;
        foreach (RtcpPacket packet in _sample.Packets)
        {
            if (Nack.TryParse(packet, out Nack nack))
            {
                foreach (ushort number in nack)
                {
                    sum += number;
                }
            }
        }

        return sum;
    }
}
