using System.Runtime.Intrinsics;

namespace Rtp.Srtp.Crypto;

/// <summary>
/// An unreduced sum of products of blocks with powers of the hash key. A struct chosen when the kernel is compiled, so that the
/// one kernel runs on 256-bit and on 128-bit carry-less multiplication.
/// </summary>
internal unsafe interface IGhashSum
{
    /// <summary>Adds two consecutive blocks, the first one combined with <paramref name="hash"/>, times two consecutive powers.</summary>
    void AddPair(byte* blocks, Vector128<ulong>* powers, Vector128<ulong> hash);

    /// <summary>Adds two consecutive blocks times two consecutive powers.</summary>
    void AddPair(byte* blocks, Vector128<ulong>* powers);

    /// <summary>Adds one block, already in <see cref="Ghash.Reverse"/> order, times a power.</summary>
    void Add(Vector128<ulong> block, Vector128<ulong> power);

    /// <summary>The sum modulo the field's polynomial: the new value of the hash.</summary>
    Vector128<ulong> Reduce();
}
