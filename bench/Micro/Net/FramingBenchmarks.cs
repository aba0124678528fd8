using System.Buffers;
using System.IO.Pipelines;
using BenchmarkDotNet.Attributes;
using Sfu.Net;

namespace Micro.Net;

/// <summary>
/// Thirty-two datagrams of 1200 bytes from one stage to the next: framed (RFC 4571) through a pipe that is flushed after each or after all, and
/// through a ring of pinned slabs; on one thread. Time is for one datagram.
/// </summary>
[MemoryDiagnoser]
public class FramingBenchmarks
{
    private const int Datagrams = 32;
    private readonly byte[] _datagram = new byte[1200];
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0, resumeWriterThreshold: 0, useSynchronizationContext: false));
    private readonly SlabRing _ring = new(64);

    [Benchmark(Baseline = true, OperationsPerInvoke = Datagrams)]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public int PipeFlushingEach()
    {
        for (int i = 0; i < Datagrams; i++)
        {
            Write();
            Flush();
        }

        return Read();
    }

    [Benchmark(OperationsPerInvoke = Datagrams)]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public int PipeFlushingOnce()
    {
        for (int i = 0; i < Datagrams; i++)
        {
            Write();
        }

        Flush();
        return Read();
    }

    [Benchmark(OperationsPerInvoke = Datagrams)]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public int Slabs()
    {
        for (int i = 0; i < Datagrams; i++)
        {
            _ring.TryWrite(_datagram);
        }

        int sum = 0;
        for (ReadOnlySpan<byte> datagram = _ring.Peek(); !datagram.IsEmpty; datagram = _ring.Peek())
        {
            sum += datagram.Length;
            _ring.Release();
        }

        return sum;
    }

    private void Write()
    {
        Span<byte> frame = _pipe.Writer.GetSpan(Framing.PrefixLength + _datagram.Length);
        _pipe.Writer.Advance(Framing.Write(frame, _datagram));
    }

    private void Flush()
    {
        // Without a threshold a flush never waits.
        ValueTask<FlushResult> flushed = _pipe.Writer.FlushAsync();
        System.Diagnostics.Debug.Assert(flushed.IsCompleted, "The pipe has no threshold.");
    }

    private int Read()
    {
        int sum = 0;
        if (_pipe.Reader.TryRead(out ReadResult result))
        {
            ReadOnlySequence<byte> buffer = result.Buffer;
            while (Framing.TryRead(ref buffer, out ReadOnlySequence<byte> datagram))
            {
                sum += (int)datagram.Length;
            }

            _pipe.Reader.AdvanceTo(buffer.Start, buffer.End);
        }

        return sum;
    }
}
