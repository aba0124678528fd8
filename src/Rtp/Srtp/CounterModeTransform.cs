using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Rtp.Srtp.Crypto;

namespace Rtp.Srtp;

/// <summary>AES in counter mode with HMAC-SHA1 in SRTP and SRTCP (RFC 3711 sections 4.1.1 and 4.2).</summary>
internal sealed class CounterModeTransform : SrtpTransform
{
    private const int WordLength = SrtpProfileInfo.RtcpIndexLength;

    private readonly AesCounterCipher _cipher;
    private Vector128<byte> _salt;

    public CounterModeTransform(
        ReadOnlySpan<byte> sessionKey, ReadOnlySpan<byte> sessionSalt, ReadOnlySpan<byte> authenticationKey, int tagLength,
        CryptoBackend backend)
        : base(tagLength)
    {
        _cipher = AesCounterCipher.Create(sessionKey, backend);
        _salt = SrtpKeyDerivation.SaltBlock(sessionSalt);
        Authenticator = new HmacSha1(authenticationKey);
        UsesLanes = Sha1EightLanes.IsSupported && backend != CryptoBackend.OpenSsl;
    }

    /// <summary>Whether several packets may be authenticated side by side.</summary>
    public bool UsesLanes { get; }

    /// <summary>For callers that authenticate several packets at once.</summary>
    public HmacSha1 Authenticator { get; }

    public override void ProtectRtp(uint ssrc, ulong index, Span<byte> packet, int headerLength, ReadOnlySpan<byte> payload)
    {
        EncryptRtp(ssrc, index, packet, headerLength, payload);
        AppendTag(packet, RolloverCounter(index));
    }

    /// <summary>The first half of <see cref="ProtectRtp"/>: all but the tag.</summary>
    public void EncryptRtp(uint ssrc, ulong index, Span<byte> packet, int headerLength, ReadOnlySpan<byte> payload) =>
        _cipher.Xor(CounterBlock(ssrc, index), payload, packet[headerLength..]);

    /// <summary>The second half of <see cref="ProtectRtp"/>. The packet has the exact room.</summary>
    public void AppendTag(Span<byte> packet, uint rolloverCounter) =>
        Authenticator.Compute(packet[..^TagLength], rolloverCounter, packet[^TagLength..]);

    [SkipLocalsInit]
    public override int UnprotectRtp(uint ssrc, ReadOnlySpan<ulong> indices, Span<byte> packet, int headerLength)
    {
        Span<uint> counters = stackalloc uint[2];
        for (int i = 0; i < indices.Length; i++)
        {
            counters[i] = RolloverCounter(indices[i]);
        }

        int match = Authenticator.Verify(packet[..^TagLength], counters[..indices.Length], packet[^TagLength..]);
        if (match >= 0)
        {
            DecryptRtp(ssrc, indices[match], packet, headerLength);
        }

        return match;
    }

    /// <summary>As the other <c>UnprotectRtp</c>; the packet's tag under the first index may have been computed before.</summary>
    public int UnprotectRtp(uint ssrc, ReadOnlySpan<ulong> indices, in SrtpExpectedTag expected, Span<byte> packet, int headerLength)
    {
        if (!expected.IsFor(Authenticator, RolloverCounter(indices[0])))
        {
            return UnprotectRtp(ssrc, indices, packet, headerLength);
        }

        if (expected.Matches(packet[^TagLength..]))
        {
            DecryptRtp(ssrc, indices[0], packet, headerLength);
            return 0;
        }

        int match = indices.Length > 1 ? UnprotectRtp(ssrc, indices[1..], packet, headerLength) : -1;
        return match < 0 ? match : match + 1;
    }

    public override void ProtectRtcp(uint ssrc, uint index, Span<byte> packet)
    {
        Span<byte> text = packet[..^(WordLength + TagLength)];
        _cipher.Xor(CounterBlock(ssrc, index), text[RtcpHeaderLength..], text[RtcpHeaderLength..]);
        uint word = index | EncryptedFlag;
        BinaryPrimitives.WriteUInt32BigEndian(packet[text.Length..], word);
        Authenticator.Compute(text, word, packet[^TagLength..]);
    }

    public override bool UnprotectRtcp(uint ssrc, Span<byte> packet)
    {
        uint word = ReadRtcpIndexWord(packet);
        Span<byte> text = packet[..^(WordLength + TagLength)];
        if (Authenticator.Verify(text, [word], packet[^TagLength..]) != 0)
        {
            return false;
        }

        if ((word & EncryptedFlag) != 0)
        {
            _cipher.Xor(CounterBlock(ssrc, word & ~EncryptedFlag), text[RtcpHeaderLength..], text[RtcpHeaderLength..]);
        }

        return true;
    }

    public override uint ReadRtcpIndexWord(ReadOnlySpan<byte> packet) =>
        BinaryPrimitives.ReadUInt32BigEndian(packet[^(WordLength + TagLength)..]);

    public override void Dispose()
    {
        _cipher.Dispose();
        Authenticator.Dispose();
        _salt = default;
    }

    /// <summary>What is authenticated behind an RTP packet.</summary>
    public static uint RolloverCounter(ulong index) => (uint)(index >> 16);

    private void DecryptRtp(uint ssrc, ulong index, Span<byte> packet, int headerLength)
    {
        Span<byte> payload = packet[headerLength..^TagLength];
        _cipher.Xor(CounterBlock(ssrc, index), payload, payload);
    }

    /// <summary>The salt, combined with SSRC and index where RFC 3711 section 4.1.1 puts them; the last 16 bits count blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<byte> CounterBlock(uint ssrc, ulong index) => _salt ^ Vector128.Create(
        BinaryPrimitives.ReverseEndianness((ulong)ssrc), BinaryPrimitives.ReverseEndianness(index << 16)).AsByte();
}
