using System.Runtime.Intrinsics;

namespace Rtp.Srtp.Crypto;

/// <summary><see cref="AesGcmCipher"/> by the processor's instructions.</summary>
internal sealed unsafe class IntrinsicsAesGcm : AesGcmCipher
{
    private readonly KeyMemory _memory = new(AesBlocks.RoundKeysLength + (16 * Ghash.PowerCount));
    private readonly Vector128<byte>* _roundKeys;
    private readonly Vector128<ulong>* _powers;
    private readonly int _rounds;
    private readonly bool _wide;

    public IntrinsicsAesGcm(ReadOnlySpan<byte> key, bool wide)
    {
        _wide = wide;
        _roundKeys = (Vector128<byte>*)_memory.Pointer;
        _powers = (Vector128<ulong>*)(_memory.Pointer + AesBlocks.RoundKeysLength);
        _rounds = AesBlocks.ExpandKey(key, _roundKeys);
        Ghash.ExpandKey(AesBlocks.Encrypt(default, _roundKeys, _rounds), _powers);
    }

    public override void Encrypt(
        Vector128<byte> counterBlock, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* a = associated, s = source, d = destination[..(source.Length + TagLength)])
        {
            nuint aLength = (nuint)associated.Length;
            nuint length = (nuint)source.Length;
            Vector128<byte> tag = _wide
                ? GcmKernel.Seal<GhashSum256>(_roundKeys, _rounds, _powers, counterBlock, a, aLength, s, d, length)
                : GcmKernel.Seal<GhashSum128>(_roundKeys, _rounds, _powers, counterBlock, a, aLength, s, d, length);
            tag.Store(d + length);
        }

        GC.KeepAlive(_memory);
    }

    public override int Decrypt(
        ReadOnlySpan<Vector128<byte>> counterBlocks, ReadOnlySpan<byte> associated, Span<byte> text, ReadOnlySpan<byte> tag)
    {
        int match = -1;
        fixed (byte* a = associated, t = text)
        {
            nuint aLength = (nuint)associated.Length;
            nuint length = (nuint)text.Length;
            Vector128<byte> hash = _wide
                ? GcmKernel.Hash<GhashSum256>(_powers, a, aLength, t, length)
                : GcmKernel.Hash<GhashSum128>(_powers, a, aLength, t, length);

            // The nonce enters the tag last, so that another candidate costs one block of AES.
            Vector128<byte> mask = Vector128.Create(tag) ^ hash;
            for (int i = 0; i < counterBlocks.Length && match < 0; i++)
            {
                // Whole vectors are compared, whatever differs in them: constant time.
                if (AesBlocks.Encrypt(counterBlocks[i], _roundKeys, _rounds) == mask)
                {
                    Vector128<byte> first = counterBlocks[i].WithElement(15, (byte)2);
                    AesCounterKernel.Xor(_roundKeys, _rounds, first, t, t, length);
                    match = i;
                }
            }
        }

        GC.KeepAlive(_memory);
        return match;
    }

    public override void Dispose() => _memory.Dispose();
}
