using System.Buffers.Binary;
using Rtp.Srtp.Crypto;

namespace Rtp.Srtp;

/// <summary>
/// Authenticates and deciphers the packets that one peer sends under one master key (RFC 3711, RFC 7714): one object for each transport.
/// Not for use by several threads at once.
/// </summary>
/// <remarks>
/// A packet is looked up in the replay window, then authenticated, and only then changes anything. State is kept for a bounded number of
/// sources, and never given up before the key, because a source forgotten could be replayed: packets of further sources are
/// refused.
/// </remarks>
public sealed class SrtpReceiver : IDisposable
{
    /// <summary>The longest packet that a UDP datagram or an RFC 4571 frame can hold.</summary>
    internal const int MaximumPacketLength = ushort.MaxValue;

    private readonly SrtpTransform _rtp;
    private readonly SrtpTransform _rtcp;
    private readonly uint[] _ssrcs;
    private readonly SrtpSource[] _sources;
    private bool _disposed;

    /// <summary>Makes a receiver.</summary>
    /// <param name="profile">The profile that was negotiated.</param>
    /// <param name="masterKey">The peer's master key, of the profile's length.</param>
    /// <param name="masterSalt">The peer's master salt, of the profile's length.</param>
    /// <param name="maximumSources">How many SSRCs the peer may use under this key, RTP and RTCP together.</param>
    /// <exception cref="ArgumentException">The lengths are not those of the profile, or the profile is unknown.</exception>
    /// <exception cref="PlatformNotSupportedException">There are neither AES instructions nor an OpenSSL library.</exception>
    public SrtpReceiver(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, int maximumSources = 64)
        : this(profile, masterKey, masterSalt, maximumSources, CryptoBackends.Default)
    {
    }

    internal SrtpReceiver(
        SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, int maximumSources, CryptoBackend backend)
        : this(
            SrtpTransform.Create(profile, masterKey, masterSalt, backend, rtcp: false),
            SrtpTransform.Create(profile, masterKey, masterSalt, backend, rtcp: true),
            maximumSources)
    {
    }

    internal SrtpReceiver(SrtpTransform rtp, SrtpTransform rtcp, int maximumSources)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumSources);
        _rtp = rtp;
        _rtcp = rtcp;
        _ssrcs = new uint[maximumSources];
        _sources = new SrtpSource[maximumSources];
    }

    /// <summary>From how many SSRCs authentic packets came.</summary>
    public int SourceCount { get; private set; }

    /// <summary>The transform of RTP where several packets may be authenticated side by side, else null.</summary>
    internal CounterModeTransform? Lanes => _rtp is CounterModeTransform { UsesLanes: true } transform ? transform : null;

    /// <summary>Authenticates and deciphers an RTP packet in place.</summary>
    /// <param name="packet">The whole packet as received.</param>
    /// <param name="headerLength">Bytes of fixed header, CSRCs and header extension, which are not encrypted.</param>
    /// <param name="length">Bytes of the plain packet, header included, at the start of <paramref name="packet"/>; 0 unless Ok.</param>
    public SrtpStatus UnprotectRtp(Span<byte> packet, int headerLength, out int length) => UnprotectRtp(packet, headerLength, default, out length);

    /// <summary>Authenticates and deciphers an RTP packet in place.</summary>
    /// <param name="packet">The whole packet as received.</param>
    /// <param name="headerLength">Bytes of fixed header, CSRCs and header extension, which are not encrypted.</param>
    /// <param name="expected">This packet's tag where it was computed before; saves time, and changes nothing else.</param>
    /// <param name="length">Bytes of the plain packet, header included, at the start of <paramref name="packet"/>; 0 unless Ok.</param>
    public SrtpStatus UnprotectRtp(Span<byte> packet, int headerLength, in SrtpExpectedTag expected, out int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        length = 0;
        int plainLength = packet.Length - _rtp.TagLength;
        if (headerLength < RtpHeader.FixedLength || headerLength > plainLength || packet.Length > MaximumPacketLength)
        {
            return SrtpStatus.Malformed;
        }

        // Where the nearest index is not the right one, the sender is ahead: its first packets around a rollover, or more than 2^15 in
        // a row, were lost. The epoch after it is tried too; the one before would be too old in any case.
        SrtpStatus replay = Estimate(packet, out SrtpSource? source, out long nearest);
        if (replay is not (SrtpStatus.Ok or SrtpStatus.TooOld))
        {
            return replay;
        }

        Span<ulong> indices = [(ulong)nearest, (ulong)(nearest + SrtpPacketIndex.Epoch)];
        int first = replay == SrtpStatus.Ok ? 0 : 1;
        int end = nearest + SrtpPacketIndex.Epoch <= SrtpPacketIndex.Maximum ? 2 : 1;
        Span<ulong> candidates = indices[first..end];
        uint ssrc = RtpHeader.ReadSsrc(packet);
        int match = candidates.IsEmpty ? -1
            : Lanes is { } lanes ? lanes.UnprotectRtp(ssrc, candidates, expected, packet, headerLength)
            : _rtp.UnprotectRtp(ssrc, candidates, packet, headerLength);
        if (match < 0)
        {
            return replay == SrtpStatus.Ok ? SrtpStatus.AuthenticationFailed : replay;
        }

        (source ?? Add(ssrc)).Rtp.Commit(candidates[match]);
        length = plainLength;
        return SrtpStatus.Ok;
    }

    /// <summary>The rollover counter that a packet has if nothing comes before it; false for a packet that would be refused without a look at its tag.</summary>
    internal bool TryEstimate(ReadOnlySpan<byte> packet, out uint rolloverCounter)
    {
        rolloverCounter = 0;
        if (packet.Length < RtpHeader.FixedLength + _rtp.TagLength || Estimate(packet, out _, out long nearest) != SrtpStatus.Ok)
        {
            return false;
        }

        rolloverCounter = CounterModeTransform.RolloverCounter((ulong)nearest);
        return true;
    }

    /// <summary>Authenticates and, where it is encrypted, deciphers an RTCP packet (simple or compound) in place.</summary>
    /// <param name="packet">The whole packet as received.</param>
    /// <param name="length">Bytes of the plain packet at the start of <paramref name="packet"/>; 0 unless Ok.</param>
    public SrtpStatus UnprotectRtcp(Span<byte> packet, out int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        length = 0;
        int plainLength = packet.Length - _rtcp.TagLength - SrtpProfileInfo.RtcpIndexLength;
        if (plainLength < SrtpTransform.RtcpHeaderLength || packet.Length > MaximumPacketLength)
        {
            return SrtpStatus.Malformed;
        }

        uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        uint index = _rtcp.ReadRtcpIndexWord(packet) & ~SrtpTransform.EncryptedFlag;
        SrtpSource? source = Find(ssrc);
        if (source is null && SourceCount == _sources.Length)
        {
            return SrtpStatus.TooManySources;
        }

        SrtpStatus replay = source?.Rtcp.Check(index) ?? SrtpStatus.Ok;
        if (replay != SrtpStatus.Ok)
        {
            return replay;
        }

        if (!_rtcp.UnprotectRtcp(ssrc, packet))
        {
            return SrtpStatus.AuthenticationFailed;
        }

        (source ?? Add(ssrc)).Rtcp.Commit(index);
        length = plainLength;
        return SrtpStatus.Ok;
    }

    /// <summary>Wipes the keys. The receiver cannot be used afterwards.</summary>
    public void Dispose()
    {
        _disposed = true;
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    // What replay protection says to the nearest index, and to the source.
    private SrtpStatus Estimate(ReadOnlySpan<byte> packet, out SrtpSource? source, out long nearest)
    {
        ushort sequenceNumber = RtpHeader.ReadSequenceNumber(packet);
        source = Find(RtpHeader.ReadSsrc(packet));
        nearest = source is null ? sequenceNumber : SrtpPacketIndex.Nearest(source.Rtp, sequenceNumber);
        return source is null ? (SourceCount == _sources.Length ? SrtpStatus.TooManySources : SrtpStatus.Ok)
            : nearest < 0 ? SrtpStatus.TooOld
            : nearest > SrtpPacketIndex.Maximum ? SrtpStatus.KeyExhausted
            : source.Rtp.Check((ulong)nearest);
    }

    // A vectorised search of a few words is faster than hashing, and has no worst case that a peer could choose.
    internal SrtpSource? Find(uint ssrc)
    {
        int position = _ssrcs.AsSpan(0, SourceCount).IndexOf(ssrc);
        return position < 0 ? null : _sources[position];
    }

    private SrtpSource Add(uint ssrc)
    {
        SrtpSource source = new(ssrc);
        _ssrcs[SourceCount] = ssrc;
        _sources[SourceCount] = source;
        SourceCount++;
        return source;
    }
}
