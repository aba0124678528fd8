using BenchmarkDotNet.Attributes;

namespace Micro.Tests;

/// <summary>Benchmarks that all promise not to allocate. Some lie.</summary>
public class PromisingBenchmarks
{
    private static readonly byte[] Nothing = [];
    private int _calls;

    [Params(1, 2)]
    public int Parameter { get; set; }

    public object Kept { get; set; } = Nothing;

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public int Honest() => Parameter;

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public void Allocating() => Kept = new byte[1];

    // Less than one byte for each operation, which a rounded figure would not show.
    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public void AllocatingSeldom()
    {
        if (++_calls % 100 == 0)
        {
            Kept = new object();
        }
    }

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public void Failing() => throw new InvalidOperationException("A benchmark that cannot run.");

    [Benchmark]
    public void Unpromising() => Kept = new byte[1];
}
