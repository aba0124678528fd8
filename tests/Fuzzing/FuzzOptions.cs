using System.Globalization;

namespace Fuzzing;

/// <summary>How long, from which seed, and how strictly a target is fuzzed.</summary>
/// <param name="Iterations">How many inputs are tried.</param>
/// <param name="Seed">The same seed gives the same inputs.</param>
/// <param name="MayAllocate">Whether the target may allocate; otherwise one byte on the managed heap is a failure.</param>
public sealed record FuzzOptions(int Iterations, int Seed, bool MayAllocate = false)
{
    /// <summary>The environment variable that makes runs longer or shorter.</summary>
    public const string IterationsVariable = "FUZZ_ITERATIONS";

    /// <summary>The environment variable that chooses the seed: a number, or <c>random</c>.</summary>
    public const string SeedVariable = "FUZZ_SEED";

    /// <summary>The number of inputs without the environment variable.</summary>
    public const int DefaultIterations = 20_000;

    /// <summary>The seed without the environment variable, so that a plain run is always the same.</summary>
    public const int DefaultSeed = 3550;

    /// <summary>The options that the environment asks for.</summary>
    public static FuzzOptions FromEnvironment()
    {
        string? seed = Environment.GetEnvironmentVariable(SeedVariable);
        string? iterations = Environment.GetEnvironmentVariable(IterationsVariable);
        return new FuzzOptions(
            iterations is null ? DefaultIterations : int.Parse(iterations, CultureInfo.InvariantCulture),
            seed switch
            {
                null => DefaultSeed,
                "random" => Random.Shared.Next(),
                _ => int.Parse(seed, CultureInfo.InvariantCulture),
            });
    }
}
