using System.Buffers;
using System.IO.Pipelines;
using BenchmarkDotNet.Attributes;
using Sfu.Net;

namespace Micro.Net;

/// <summary>
/// The same between two threads, which a pipe's reader learns of by a task and a ring's by looking. Time is for one datagram. Promises
/// nothing about allocations: a pipe that has to wait makes objects.
/// </summary>
[MemoryDiagnoser]
public class FramingAcrossThreadsBenchmarks
{
    private const int Datagrams = 32 * 1024;
    private readonly byte[] _datagram = new byte[1200];
    private readonly SlabRing _ring = new(1024);

    [Params(1, 32)]
    public int Batch { get; set; }

    [Benchmark(Baseline = true, OperationsPerInvoke = Datagrams)]
    public async Task<long> Pipe()
    {
        var pipe = new Pipe(new PipeOptions(useSynchronizationContext: false));
        Task<long> reading = Task.Run(() => ReadAsync(pipe.Reader));
        for (int i = 1; i <= Datagrams; i++)
        {
            Span<byte> frame = pipe.Writer.GetSpan(Framing.PrefixLength + _datagram.Length);
            pipe.Writer.Advance(Framing.Write(frame, _datagram));
            if (i % Batch == 0)
            {
                await pipe.Writer.FlushAsync();
            }
        }

        await pipe.Writer.CompleteAsync();
        return await reading;
    }

    [Benchmark(OperationsPerInvoke = Datagrams)]
    public async Task<long> Slabs()
    {
        Task<long> reading = Task.Run(ReadRing);
        for (int i = 0; i < Datagrams; i++)
        {
            while (!_ring.TryWrite(_datagram))
            {
                Thread.Yield();
            }
        }

        return await reading;
    }

    private long ReadRing()
    {
        long sum = 0;
        for (int i = 0; i < Datagrams; i++)
        {
            ReadOnlySpan<byte> datagram;
            while ((datagram = _ring.Peek()).IsEmpty)
            {
                Thread.Yield();
            }

            sum += datagram.Length;
            _ring.Release();
        }

        return sum;
    }

    private static async Task<long> ReadAsync(PipeReader reader)
    {
        long sum = 0;
        while (true)
        {
            ReadResult result = await reader.ReadAsync();
            ReadOnlySequence<byte> buffer = result.Buffer;
            while (Framing.TryRead(ref buffer, out ReadOnlySequence<byte> datagram))
            {
                sum += datagram.Length;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return sum;
            }
        }
    }
}
