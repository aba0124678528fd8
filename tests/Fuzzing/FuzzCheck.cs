using System.Runtime.CompilerServices;

namespace Fuzzing;

/// <summary>What a target holds its own answers against. It allocates only to fail.</summary>
public static class FuzzCheck
{
    /// <summary>Fails the target when the condition does not hold.</summary>
    /// <param name="condition">What must be true.</param>
    /// <param name="text">The condition as written, filled in by the compiler.</param>
    public static void That(bool condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        if (!condition)
        {
            throw new InvalidOperationException($"not true: {text}");
        }
    }
}
