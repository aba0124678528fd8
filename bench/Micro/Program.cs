using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Micro;

/// <summary>
/// Runs the chosen benchmarks (<c>dotnet run -c Release -- --filter '*Srtp*' --job short</c>) and fails if one of the category
/// <see cref="ZeroAllocation"/> allocated, or if one did not run at all.
/// </summary>
internal static class Program
{
    /// <summary>What runs for every packet: must not allocate.</summary>
    public const string ZeroAllocation = nameof(ZeroAllocation);

    private static int Main(string[] args)
    {
        BenchmarkReport[] reports =
            [.. BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args).SelectMany(summary => summary.Reports)];
        int failures = 0;
        foreach (BenchmarkReport report in reports)
        {
            if (!report.Success)
            {
                Console.Error.WriteLine($"{report.BenchmarkCase.DisplayInfo} did not run.");
                failures++;
            }
            else if (report.BenchmarkCase.Descriptor.HasCategory(ZeroAllocation)
                && report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) is long bytes and > 0)
            {
                Console.Error.WriteLine($"{report.BenchmarkCase.DisplayInfo} allocates {bytes} bytes per operation.");
                failures++;
            }
        }

        return failures == 0 ? 0 : 1;
    }
}
