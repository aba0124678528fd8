namespace Fuzzing;

/// <summary>
/// Code under test: reads (and may overwrite) an input from the network. It throws when it finds that its own answer is wrong.
/// </summary>
/// <param name="input">The input, in a buffer of exactly its length as far as the target can see.</param>
public delegate void FuzzTarget(Span<byte> input);
