using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Micro.Gate;
using Micro.Workers;

namespace Micro;

/// <summary>
/// <c>Micro --filter '*Srtp*' --job short</c> runs the chosen benchmarks; <c>Micro gate</c> only asks whether those that promise not to allocate
/// keep their promise. Both fail when one does not. <c>Micro workers</c> measures what a second worker brings.
/// </summary>
internal static class Program
{
    /// <summary>What runs for every packet: must not allocate.</summary>
    public const string ZeroAllocation = nameof(ZeroAllocation);

    private static int Main(string[] args)
    {
        if (args is ["gate", ..])
        {
            return AllocationGate.Run(typeof(Program).Assembly, Console.Out, args.ElementAtOrDefault(1));
        }

        if (args is ["workers"])
        {
            return WorkerScaling.Run(Console.Out);
        }

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
