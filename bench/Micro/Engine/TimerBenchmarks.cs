using BenchmarkDotNet.Attributes;

namespace Micro.Engine;

/// <summary>
/// What time alone makes the engine do, with a hundred connected participants who send nothing: a millisecond of it (on average a tenth of a report
/// of one of them), and none.
/// </summary>
[MemoryDiagnoser]
public class TimerBenchmarks
{
    private OneToMany _call = null!;

    [GlobalSetup]
    public void Setup() => _call = new OneToMany(99);

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public void Millisecond() => _call.Pass(1000);

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public void NothingDue() => _call.Pass(0);

    [GlobalCleanup]
    public void Cleanup() => _call.Dispose();
}
