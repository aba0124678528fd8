using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Rtp.Srtp.Crypto;

namespace Rtp.Srtp;

/// <summary>
/// Enciphers and authenticates the packets sent to one peer under one master key (RFC 3711, RFC 7714): one object for each transport.
/// Not for use by several threads at once.
/// </summary>
public sealed class SrtpSender : IDisposable
{
    private const uint MaximumRtcpIndex = int.MaxValue;

    private readonly SrtpTransform _rtp;
    private readonly SrtpTransform _rtcp;
    private readonly Dictionary<uint, SrtpSenderStream> _streams = [];
    private readonly int _maximumStreams;
    private bool _disposed;

    /// <summary>Makes a sender.</summary>
    /// <param name="profile">The profile that was negotiated.</param>
    /// <param name="masterKey">Our own master key, of the profile's length.</param>
    /// <param name="masterSalt">Our own master salt, of the profile's length.</param>
    /// <param name="maximumStreams">How many SSRCs may be sent under this key.</param>
    /// <exception cref="ArgumentException">The lengths are not those of the profile, or the profile is unknown.</exception>
    /// <exception cref="PlatformNotSupportedException">There are neither AES instructions nor an OpenSSL library.</exception>
    public SrtpSender(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, int maximumStreams = 256)
        : this(profile, masterKey, masterSalt, maximumStreams, CryptoBackends.Default)
    {
    }

    internal SrtpSender(
        SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, int maximumStreams, CryptoBackend backend)
        : this(
            SrtpTransform.Create(profile, masterKey, masterSalt, backend, rtcp: false),
            SrtpTransform.Create(profile, masterKey, masterSalt, backend, rtcp: true),
            maximumStreams)
    {
    }

    internal SrtpSender(SrtpTransform rtp, SrtpTransform rtcp, int maximumStreams)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumStreams);
        _rtp = rtp;
        _rtcp = rtcp;
        _maximumStreams = maximumStreams;
    }

    /// <summary>
    /// The index of the next RTCP packet. One counter for all SSRCs: each then skips numbers, which RFC 3711 permits, and none repeats.
    /// </summary>
    internal uint NextRtcpIndex { get; set; }

    internal SrtpTransform RtpTransform
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _rtp;
        }
    }

    /// <summary>
    /// The stream of an SSRC, made where there is none yet. A stream lives as long as the key, because its indices must never be used
    /// again: when all are taken, the answer is false. Its sequence numbers should start below 2^15, because a receiver that misses the
    /// packets before a rollover takes the ones after it for the first (RFC 3711 section 3.3.1).
    /// </summary>
    public bool TryGetOrAdd(uint ssrc, [NotNullWhen(true)] out SrtpSenderStream? stream)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_streams.TryGetValue(ssrc, out stream))
        {
            return true;
        }

        if (_streams.Count == _maximumStreams)
        {
            return false;
        }

        stream = new SrtpSenderStream(this, ssrc, new ReplayWindow(SrtpSource.RtpWindowSize));
        _streams.Add(ssrc, stream);
        return true;
    }

    /// <summary>Enciphers an RTCP packet (simple or compound) in place and appends the trailer.</summary>
    /// <param name="packet">The plain packet, with room behind it for the profile's <c>RtcpOverhead</c>.</param>
    /// <param name="length">Bytes of the plain packet.</param>
    /// <param name="protectedLength">Bytes of the protected packet; 0 unless Ok.</param>
    public SrtpStatus ProtectRtcp(Span<byte> packet, int length, out int protectedLength)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        protectedLength = 0;
        int newLength = length + _rtcp.TagLength + SrtpProfileInfo.RtcpIndexLength;
        if (length < SrtpTransform.RtcpHeaderLength || newLength is < 0 or > SrtpReceiver.MaximumPacketLength)
        {
            return SrtpStatus.Malformed;
        }

        if (newLength > packet.Length)
        {
            return SrtpStatus.BufferTooSmall;
        }

        if (NextRtcpIndex > MaximumRtcpIndex)
        {
            return SrtpStatus.KeyExhausted;
        }

        _rtcp.ProtectRtcp(BinaryPrimitives.ReadUInt32BigEndian(packet[4..]), NextRtcpIndex, packet[..newLength]);
        NextRtcpIndex++;
        protectedLength = newLength;
        return SrtpStatus.Ok;
    }

    /// <summary>Wipes the keys. Neither the sender nor its streams can be used afterwards.</summary>
    public void Dispose()
    {
        _disposed = true;
        _rtp.Dispose();
        _rtcp.Dispose();
    }
}
