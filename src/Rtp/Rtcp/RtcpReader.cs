using System.Buffers.Binary;

namespace Rtp.Rtcp;

/// <summary>
/// Walks over the packets of a compound (RFC 3550 section 6.1) or reduced-size datagram (RFC 5506), in whatever order and number they
/// come. A packet with a wrong frame ends the walk; what came before it counts.
/// </summary>
public ref struct RtcpReader
{
    internal const int HeaderLength = 4;
    private const byte PaddingBit = 0x20;
    private const byte CountMask = 0x1F;

    private ReadOnlySpan<byte> _rest;
    private RtcpPacket _current;

    /// <summary>Starts before the first packet of a decrypted datagram.</summary>
    public RtcpReader(ReadOnlySpan<byte> datagram)
    {
        _rest = datagram;
    }

    /// <summary>The packet that <see cref="MoveNext"/> came to.</summary>
    public readonly RtcpPacket Current => _current;

    /// <summary>Whether the walk ended at bytes that are no RTCP packet.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Lets <c>foreach</c> walk over the packets.</summary>
    public readonly RtcpReader GetEnumerator() => this;

    /// <summary>Goes on to the next packet.</summary>
    /// <returns>False at the end, or at the first packet whose version, length or padding is wrong.</returns>
    public bool MoveNext()
    {
        if (_rest.IsEmpty || IsMalformed)
        {
            return false;
        }

        if (_rest.Length < HeaderLength || _rest[0] >> 6 != RtpHeader.Version)
        {
            return Malformed();
        }

        int length = (BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]) + 1) * sizeof(uint);
        if (length > _rest.Length)
        {
            return Malformed();
        }

        int padding = 0;
        if ((_rest[0] & PaddingBit) != 0)
        {
            padding = _rest[length - 1];
            if (padding == 0 || padding > length - HeaderLength)
            {
                return Malformed();
            }
        }

        _current = new RtcpPacket(_rest[1], (byte)(_rest[0] & CountMask), _rest[HeaderLength..(length - padding)]);
        _rest = _rest[length..];
        return true;
    }

    private bool Malformed()
    {
        IsMalformed = true;
        return false;
    }
}
