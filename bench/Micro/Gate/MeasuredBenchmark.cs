using System.Diagnostics;
using System.Reflection;
using BenchmarkDotNet.Running;
using Fuzzing;

namespace Micro.Gate;

/// <summary>One benchmark with one set of parameters, run without BenchmarkDotNet.</summary>
internal static class MeasuredBenchmark
{
    // Enough for the code to be compiled for good, and for lists to reach their size.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(50);
    private const int Operations = 1000;

    private static readonly MethodInfo LoopOfValue =
        typeof(MeasuredBenchmark).GetMethod(nameof(Value), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Bytes that some operations allocate on this thread once they are warm.</summary>
    public static long CountBytes(BenchmarkCase benchmark, out int operations)
    {
        Descriptor descriptor = benchmark.Descriptor;
        object instance = Activator.CreateInstance(descriptor.Type)!;
        foreach (var parameter in benchmark.Parameters.Items)
        {
            descriptor.Type.GetProperty(parameter.Name)!.SetValue(instance, parameter.Value);
        }

        descriptor.GlobalSetupMethod?.Invoke(instance, null);
        try
        {
            Action<int> loop = Loop(descriptor.WorkloadMethod, instance);
            var warm = Stopwatch.StartNew();
            int count = 0;
            do
            {
                loop(1);
                count++;
            }
            while (warm.Elapsed < WarmUp || count < 2);
            operations = Math.Min(count, Operations);
            return AllocatedBy(loop, operations);
        }
        finally
        {
            descriptor.GlobalCleanupMethod?.Invoke(instance, null);
        }
    }

    private static long AllocatedBy(Action<int> loop, int operations) => Allocations.Least(() => loop(operations));

    private static Action<int> Loop(MethodInfo method, object instance)
    {
        if (method.ReturnType != typeof(void))
        {
            return (Action<int>)LoopOfValue.MakeGenericMethod(method.ReturnType).Invoke(null, [method, instance])!;
        }

        Action run = method.CreateDelegate<Action>(instance);
        return count =>
        {
            for (int i = 0; i < count; i++)
            {
                run();
            }
        };
    }

    private static Action<int> Value<T>(MethodInfo method, object instance)
    {
        Func<T> run = method.CreateDelegate<Func<T>>(instance);
        return count =>
        {
            for (int i = 0; i < count; i++)
            {
                run();
            }
        };
    }
}
