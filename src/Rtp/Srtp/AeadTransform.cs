using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Rtp.Srtp.Crypto;

namespace Rtp.Srtp;

/// <summary>AES-GCM in SRTP and SRTCP (RFC 7714).</summary>
internal sealed class AeadTransform : SrtpTransform
{
    private const int WordLength = SrtpProfileInfo.RtcpIndexLength;

    private readonly AesGcmCipher _cipher;
    private Vector128<byte> _salt;

    public AeadTransform(ReadOnlySpan<byte> sessionKey, ReadOnlySpan<byte> sessionSalt, CryptoBackend backend)
        : base(AesGcmCipher.TagLength)
    {
        _cipher = AesGcmCipher.Create(sessionKey, backend);
        _salt = SrtpKeyDerivation.SaltBlock(sessionSalt);
    }

    public override void ProtectRtp(uint ssrc, ulong index, Span<byte> packet, int headerLength, ReadOnlySpan<byte> payload) =>
        _cipher.Encrypt(CounterBlock(ssrc, index), packet[..headerLength], payload, packet[headerLength..]);

    [SkipLocalsInit]
    public override int UnprotectRtp(uint ssrc, ReadOnlySpan<ulong> indices, Span<byte> packet, int headerLength)
    {
        Span<Vector128<byte>> counterBlocks = stackalloc Vector128<byte>[2];
        for (int i = 0; i < indices.Length; i++)
        {
            counterBlocks[i] = CounterBlock(ssrc, indices[i]);
        }

        return _cipher.Decrypt(
            counterBlocks[..indices.Length], packet[..headerLength], packet[headerLength..^TagLength], packet[^TagLength..]);
    }

    public override void ProtectRtcp(uint ssrc, uint index, Span<byte> packet)
    {
        Span<byte> associated = stackalloc byte[RtcpHeaderLength + WordLength];
        packet[..RtcpHeaderLength].CopyTo(associated);
        BinaryPrimitives.WriteUInt32BigEndian(associated[RtcpHeaderLength..], index | EncryptedFlag);
        associated[RtcpHeaderLength..].CopyTo(packet[^WordLength..]);

        Span<byte> text = packet[RtcpHeaderLength..^WordLength];
        _cipher.Encrypt(CounterBlock(ssrc, index), associated, text[..^TagLength], text);
    }

    public override bool UnprotectRtcp(uint ssrc, Span<byte> packet)
    {
        uint word = ReadRtcpIndexWord(packet);
        Vector128<byte> counterBlock = CounterBlock(ssrc, word & ~EncryptedFlag);
        if ((word & EncryptedFlag) == 0)
        {
            return UnprotectPlainRtcp(counterBlock, packet);
        }

        Span<byte> associated = stackalloc byte[RtcpHeaderLength + WordLength];
        packet[..RtcpHeaderLength].CopyTo(associated);
        packet[^WordLength..].CopyTo(associated[RtcpHeaderLength..]);
        Span<byte> textAndTag = packet[RtcpHeaderLength..^WordLength];
        return _cipher.Decrypt([counterBlock], associated, textAndTag[..^TagLength], textAndTag[^TagLength..]) == 0;
    }

    public override uint ReadRtcpIndexWord(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[^WordLength..]);

    public override void Dispose()
    {
        _cipher.Dispose();
        _salt = default;
    }

    /// <summary>
    /// An SRTCP packet that is authenticated only: all of it and the index word are associated data (RFC 7714 section 9.3), but the tag
    /// stands between them and has to make room for the word.
    /// </summary>
    private bool UnprotectPlainRtcp(Vector128<byte> counterBlock, Span<byte> packet)
    {
        Span<byte> tagAndWord = packet[^(TagLength + WordLength)..];
        Span<byte> trailer = stackalloc byte[TagLength + WordLength];
        tagAndWord.CopyTo(trailer);
        trailer[^WordLength..].CopyTo(tagAndWord);
        bool authentic = _cipher.Decrypt([counterBlock], packet[..^TagLength], [], trailer[..TagLength]) == 0;
        trailer.CopyTo(tagAndWord);
        return authentic;
    }

    /// <summary>
    /// The nonce, SSRC and index between zeros, combined with the salt, and the block number 1. An RTP index is ROC and sequence number in
    /// 48 bits (RFC 7714 section 8.1); an SRTCP index of 31 bits ends at the same place (section 9.1).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<byte> CounterBlock(uint ssrc, ulong index) => _salt ^ Vector128.Create(
        BinaryPrimitives.ReverseEndianness(((ulong)ssrc << 16) | (index >> 32)),
        BinaryPrimitives.ReverseEndianness((index << 32) | 1)).AsByte();
}
