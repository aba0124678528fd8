using System.Reflection;
using BenchmarkDotNet.Running;

namespace Micro.Gate;

/// <summary>
/// Runs every benchmark that promises not to allocate for a moment, with all of its parameters, and counts the bytes: not a figure that was divided
/// by the number of operations and rounded, but all that a thousand of them allocated.
/// </summary>
internal static class AllocationGate
{
    /// <summary>Runs the benchmarks of an assembly.</summary>
    /// <param name="assembly">Holds them.</param>
    /// <param name="output">Takes a line for each one that fails, and the sum.</param>
    /// <param name="resultsPath">Where the counts go as JSON, or null.</param>
    /// <returns>0 when all kept their promise, else 1.</returns>
    public static int Run(Assembly assembly, TextWriter output, string? resultsPath = null)
    {
        int passed = 0;
        int failed = 0;
        foreach (BenchmarkCase benchmark in Find(assembly))
        {
            string? failure = Check(benchmark);
            if (failure is null)
            {
                passed++;
                continue;
            }

            failed++;
            output.WriteLine($"{benchmark.Descriptor.GetFilterName()} {benchmark.Parameters.DisplayInfo} {failure}");
        }

        if (passed + failed == 0)
        {
            output.WriteLine("No benchmark promises not to allocate: that is not what was meant.");
            failed = 1;
        }

        output.WriteLine($"{passed} benchmarks allocate nothing, {failed} failed.");
        if (resultsPath is not null)
        {
            File.WriteAllText(resultsPath, $$"""{"numPassedTests":{{passed}},"numFailedTests":{{failed}}}""");
        }

        return failed == 0 ? 0 : 1;
    }

    private static IEnumerable<BenchmarkCase> Find(Assembly assembly) => assembly.GetTypes()
        .Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false, IsPublic: true })
        .SelectMany(type => BenchmarkConverter.TypeToBenchmarks(type).BenchmarksCases)
        .Where(benchmark => benchmark.Descriptor.HasCategory(Program.ZeroAllocation));

    private static string? Check(BenchmarkCase benchmark)
    {
        try
        {
            long bytes = MeasuredBenchmark.CountBytes(benchmark, out int operations);
            return bytes == 0 ? null : $"allocates: {bytes} bytes in {operations} operations.";
        }
        catch (Exception error)
        {
            return $"did not run: {(error as TargetInvocationException)?.InnerException?.Message ?? error.Message}";
        }
    }
}
