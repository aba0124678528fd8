using BenchmarkDotNet.Attributes;
using Rtp;
using Rtp.HeaderExtensions;

namespace Micro.Rtp;

/// <summary>Reading what stands in front of a payload, and writing it.</summary>
[MemoryDiagnoser]
public class HeaderBenchmarks
{
    private readonly byte[] _packet = SamplePacket.Create();
    private readonly byte[] _written = new byte[100];
    private ushort _number;

    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public int Parse() => RtpHeader.TryParseEncrypted(_packet, out RtpHeader header) ? header.PayloadOffset : 0;

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public int ParseWithExtensions()
    {
        int sum = 0;
        if (RtpHeader.TryParseEncrypted(_packet, out RtpHeader header))
        {
            foreach (RtpExtensionElement element in header.Extensions(_packet))
            {
                if (element.Id == SamplePacket.TransportSequenceId && TransportSequenceNumber.TryRead(element.Data, out ushort number))
                {
                    sum += number;
                }
            }
        }

        return sum;
    }

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public int Write() => RtpHeader.Write(_written, 96, true, _number++, 90_000, SamplePacket.Ssrc);

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public int WriteWithExtensions()
    {
        int length = RtpHeader.Write(_written, 96, true, _number++, 90_000, SamplePacket.Ssrc);
        RtpHeader.WriteExtensionFlag(_written, true);
        return length + SamplePacket.WriteExtensions(_written.AsSpan(length), _number);
    }
}
