namespace Fuzzing;

/// <summary>A target failed; the message says how to try the same input again.</summary>
public sealed class FuzzFailureException : Exception
{
    internal FuzzFailureException(string target, FuzzOptions options, int iteration, byte[] input, string what, Exception? inner)
        : base(
            $"{target}: {what} Seed {options.Seed}, iteration {iteration} (run again with {FuzzOptions.SeedVariable}={options.Seed}). "
            + $"Input of {input.Length} bytes: {Convert.ToHexString(input)}",
            inner)
    {
    }
}
