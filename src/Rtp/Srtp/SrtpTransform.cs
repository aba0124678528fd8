using Rtp.Srtp.Crypto;

namespace Rtp.Srtp;

/// <summary>
/// What a profile does to one packet of a known index, with the session keys of RTP or of RTCP. It keeps no state but keys: indices,
/// replay and sources are its callers' affair.
/// </summary>
internal abstract class SrtpTransform(int tagLength) : IDisposable
{
    /// <summary>The header and the sender's SSRC, which start every RTCP packet and stay readable (RFC 3711 section 3.4).</summary>
    public const int RtcpHeaderLength = 8;

    /// <summary>Set in the word with the SRTCP index where the packet is encrypted.</summary>
    public const uint EncryptedFlag = 0x80000000;

    /// <summary>Bytes of an authentication tag.</summary>
    public int TagLength { get; } = tagLength;

    /// <summary>Derives the session keys for RTP, or for RTCP, from the master key.</summary>
    public static SrtpTransform Create(
        SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, CryptoBackend backend, bool rtcp)
    {
        if (!profile.IsKnown)
        {
            throw new ArgumentOutOfRangeException(nameof(profile), profile, "Unknown SRTP profile.");
        }

        if (masterKey.Length != profile.KeyLength || masterSalt.Length != profile.SaltLength)
        {
            throw new ArgumentException(
                $"{profile} takes a master key of {profile.KeyLength} bytes and a salt of {profile.SaltLength}, "
                + $"not {masterKey.Length} and {masterSalt.Length}.",
                nameof(masterKey));
        }

        using SrtpKeyDerivation derivation = new(masterKey, masterSalt, backend);
        Span<byte> key = stackalloc byte[profile.KeyLength];
        Span<byte> salt = stackalloc byte[profile.SaltLength];
        Span<byte> authenticationKey = stackalloc byte[Sha1.DigestLength];
        derivation.Derive(rtcp ? SrtpKeyDerivation.Label.RtcpEncryption : SrtpKeyDerivation.Label.RtpEncryption, key);
        derivation.Derive(rtcp ? SrtpKeyDerivation.Label.RtcpSalt : SrtpKeyDerivation.Label.RtpSalt, salt);
        derivation.Derive(
            rtcp ? SrtpKeyDerivation.Label.RtcpAuthentication : SrtpKeyDerivation.Label.RtpAuthentication, authenticationKey);

        SrtpTransform transform = profile.IsAead
            ? new AeadTransform(key, salt, backend)
            : new CounterModeTransform(key, salt, authenticationKey, profile.TagLength, backend);
        key.Clear();
        salt.Clear();
        authenticationKey.Clear();
        return transform;
    }

    /// <summary>
    /// Writes the enciphered payload and the tag behind the header in <paramref name="packet"/>, which is exactly as long as all three.
    /// </summary>
    public abstract void ProtectRtp(uint ssrc, ulong index, Span<byte> packet, int headerLength, ReadOnlySpan<byte> payload);

    /// <summary>
    /// Deciphers in place if the packet is authentic under one of the indices, and returns which; else returns -1 and changes nothing.
    /// </summary>
    public abstract int UnprotectRtp(uint ssrc, ReadOnlySpan<ulong> indices, Span<byte> packet, int headerLength);

    /// <summary>Enciphers in place and writes tag and index word, for which <paramref name="packet"/> has the exact room.</summary>
    public abstract void ProtectRtcp(uint ssrc, uint index, Span<byte> packet);

    /// <summary>Deciphers in place if the packet is authentic; else changes nothing.</summary>
    public abstract bool UnprotectRtcp(uint ssrc, Span<byte> packet);

    /// <summary>The E flag and the 31-bit index that the packet says it has.</summary>
    public abstract uint ReadRtcpIndexWord(ReadOnlySpan<byte> packet);

    /// <summary>Wipes the keys.</summary>
    public abstract void Dispose();
}
