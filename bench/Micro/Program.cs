using BenchmarkDotNet.Running;
using Micro.Gate;
using Micro.Memory;
using Micro.Workers;

namespace Micro;

/// <summary>
/// <c>Micro --filter '*Srtp*' --job short</c> runs the chosen benchmarks; <c>Micro gate</c> asks whether those that promise not to allocate keep
/// their promise, and fails when one does not; <c>Micro memory</c> counts what participants and streams hold;
/// <c>Micro workers</c> measures what a second worker brings.
/// </summary>
internal static class Program
{
    /// <summary>What runs for every packet: must not allocate.</summary>
    public const string ZeroAllocation = nameof(ZeroAllocation);

    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["gate", ..]:
                return AllocationGate.Run(typeof(Program).Assembly, Console.Out, args.ElementAtOrDefault(1));
            case ["memory"]:
                MemoryCount.Run(Console.Out);
                return 0;
            case ["workers"]:
                return WorkerScaling.Run(Console.Out);
            default:
                bool ran = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args)
                    .All(summary => summary.Reports.All(report => report.Success));
                return ran ? 0 : 1;
        }
    }
}
