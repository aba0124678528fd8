namespace Signaling.Policy;

/// <summary>The facts that end a call even after it was admitted.</summary>
/// <param name="BothActive">Neither account is suspended or gone.</param>
/// <param name="CallerBlocks">The caller blocks the callee.</param>
/// <param name="CalleeBlocks">The callee blocks the caller.</param>
internal readonly record struct PairStanding(bool BothActive, bool CallerBlocks, bool CalleeBlocks);
