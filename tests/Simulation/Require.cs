using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Simulation;

/// <summary>Things that are so unless the simulation itself is wrong.</summary>
internal static class Require
{
    public static void That([DoesNotReturnIf(false)] bool condition, [CallerArgumentExpression(nameof(condition))] string? expression = null)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"The simulation is wrong: {expression} does not hold.");
        }
    }
}
