using Fuzzing;

namespace Rtp.Tests.Fuzzing;

/// <summary>The harness itself has to fail where it should.</summary>
public class FuzzerTests
{
    private static readonly FuzzOptions Options = new(2_000, 1);
    private static object? _kept;

    [Fact]
    public void An_exception_is_reported_with_what_is_needed_to_repeat_it()
    {
        FuzzFailureException failure = Assert.Throws<FuzzFailureException>(
            () => Fuzzer.Run("it", [[1, 2, 3]], input => FuzzCheck.That(input.Length != 2), Options));
        Assert.StartsWith("it: InvalidOperationException: not true: input.Length != 2 Seed 1, iteration ", failure.Message);
        Assert.Contains("FUZZ_SEED=1", failure.Message);
        Assert.Contains("Input of 2 bytes: ", failure.Message);
    }

    [Fact]
    public void An_allocation_is_a_failure_unless_allowed()
    {
        static void Allocate(Span<byte> input) => _kept = new byte[100];

        FuzzFailureException failure = Assert.Throws<FuzzFailureException>(() => Fuzzer.Run("it", [[1]], Allocate, Options));
        Assert.Contains("bytes allocated", failure.Message);
        Fuzzer.Run("it", [[1]], Allocate, Options with { MayAllocate = true });
        Assert.NotNull(_kept);
    }

    [Fact]
    public unsafe void Writing_outside_the_input_is_a_failure()
    {
        FuzzFailureException failure = Assert.Throws<FuzzFailureException>(() => Fuzzer.Run(
            "it",
            [[1]],
            input =>
            {
                fixed (byte* first = input)
                {
                    if (first != null)
                    {
                        first[input.Length] = 0;
                    }
                }
            },
            Options));
        Assert.Contains("wrote outside", failure.Message);
    }

    [Fact]
    public void The_same_seed_gives_the_same_inputs_and_another_seed_others()
    {
        static List<string> Inputs(int seed)
        {
            var mutator = new Mutator([[1, 2, 3, 4, 5, 6], [7, 8]], seed);
            return [.. Enumerable.Range(0, 100).Select(_ => Convert.ToHexString(mutator.Next()))];
        }

        Assert.Equal(Inputs(5), Inputs(5));
        Assert.NotEqual(Inputs(5), Inputs(6));
        Assert.True(Inputs(5).Distinct().Count() > 50);
    }
}
