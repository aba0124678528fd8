using System.Runtime.Intrinsics;

namespace Rtp.Srtp.Crypto;

/// <summary><see cref="AesCounterCipher"/> by AES-NI.</summary>
internal sealed unsafe class IntrinsicsAesCounter : AesCounterCipher
{
    private readonly KeyMemory _memory = new(AesBlocks.RoundKeysLength);
    private readonly int _rounds;

    public IntrinsicsAesCounter(ReadOnlySpan<byte> key) => _rounds = AesBlocks.ExpandKey(key, (Vector128<byte>*)_memory.Pointer);

    public override void Xor(Vector128<byte> counterBlock, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* s = source, d = destination[..source.Length])
        {
            AesCounterKernel.Xor((Vector128<byte>*)_memory.Pointer, _rounds, counterBlock, s, d, (nuint)source.Length);
        }

        GC.KeepAlive(_memory);
    }

    public override void Dispose() => _memory.Dispose();
}
