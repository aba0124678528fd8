using Micro.Gate;

namespace Micro.Tests;

public sealed class AllocationGateTests : IDisposable
{
    private readonly string _results = Path.GetTempFileName();
    private readonly StringWriter _output = new();

    [Fact]
    public void One_allocated_byte_fails_the_gate_and_so_does_a_benchmark_that_does_not_run()
    {
        Assert.Equal(1, AllocationGate.Run(typeof(PromisingBenchmarks).Assembly, _output, _results));
        string output = _output.ToString();
        Assert.Contains(".Allocating [Parameter=1] allocates", output, StringComparison.Ordinal);
        Assert.Contains("AllocatingSeldom", output, StringComparison.Ordinal);
        Assert.Contains("did not run: A benchmark that cannot run.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Honest", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unpromising", output, StringComparison.Ordinal);
        Assert.Equal("""{"numPassedTests":2,"numFailedTests":6}""", File.ReadAllText(_results));
    }

    [Fact]
    public void A_gate_with_nothing_to_look_at_fails() =>
        Assert.Equal(1, AllocationGate.Run(typeof(object).Assembly, _output));

    public void Dispose()
    {
        _output.Dispose();
        File.Delete(_results);
    }
}
