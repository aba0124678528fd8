using System.Buffers.Binary;

namespace Rtp.Rtcp;

/// <summary>
/// SDES (RFC 3550 section 6.5), as a walk over the items of all its chunks. A chunk that is cut off ends the walk.
/// </summary>
public ref struct SourceDescription
{
    private const int SsrcLength = 4;
    private const int ItemHeaderLength = 2;

    private readonly ReadOnlySpan<byte> _body;
    private int _chunksLeft;
    private int _next;
    private bool _inChunk;
    private uint _ssrc;
    private SdesItem _current;

    private SourceDescription(RtcpPacket packet)
    {
        _body = packet.Body;
        _chunksLeft = packet.Count;
    }

    /// <summary>The item that <see cref="MoveNext"/> came to.</summary>
    public readonly SdesItem Current => _current;

    /// <summary>Lets <c>foreach</c> walk over the items.</summary>
    public readonly SourceDescription GetEnumerator() => this;

    /// <summary>Reads the packet.</summary>
    /// <returns>False when it is another.</returns>
    public static bool TryParse(RtcpPacket packet, out SourceDescription description)
    {
        description = new SourceDescription(packet);
        return packet.Type == RtcpPacketType.SourceDescription;
    }

    /// <summary>Appends the packet with one chunk that says the source's canonical name, at most 255 bytes of UTF-8.</summary>
    /// <returns>False when there is no room, or the name is too long.</returns>
    public static bool TryWrite(ref RtcpWriter writer, uint ssrc, scoped ReadOnlySpan<byte> canonicalName)
    {
        // At least one zero byte ends the items, and the chunk ends at a whole word.
        int length = SsrcLength + ((ItemHeaderLength + canonicalName.Length + sizeof(uint)) & ~(sizeof(uint) - 1));
        if (canonicalName.Length > byte.MaxValue || !writer.TryReserve(RtcpPacketType.SourceDescription, 1, length, out Span<byte> body))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        body[SsrcLength] = SdesItemType.CanonicalName;
        body[SsrcLength + 1] = (byte)canonicalName.Length;
        canonicalName.CopyTo(body[(SsrcLength + ItemHeaderLength)..]);
        return true;
    }

    /// <summary>Goes on to the next item, in this chunk or the next that has one.</summary>
    /// <returns>False at the end, or where a chunk is cut off.</returns>
    public bool MoveNext()
    {
        while (_inChunk || TryEnterChunk())
        {
            if (_next >= _body.Length)
            {
                return End();
            }

            if (_body[_next] == SdesItemType.End)
            {
                _inChunk = false;
                _next = (_next + sizeof(uint)) & ~(sizeof(uint) - 1);
                continue;
            }

            if (_next + 1 >= _body.Length || _body[_next + 1] > _body.Length - _next - ItemHeaderLength)
            {
                return End();
            }

            _current = new SdesItem(_ssrc, _body[_next], _body.Slice(_next + ItemHeaderLength, _body[_next + 1]));
            _next += ItemHeaderLength + _body[_next + 1];
            return true;
        }

        return false;
    }

    private bool TryEnterChunk()
    {
        if (_chunksLeft == 0 || _next + SsrcLength > _body.Length)
        {
            return End();
        }

        _chunksLeft--;
        _ssrc = BinaryPrimitives.ReadUInt32BigEndian(_body[_next..]);
        _next += SsrcLength;
        _inChunk = true;
        return true;
    }

    private bool End()
    {
        _chunksLeft = 0;
        _inChunk = false;
        return false;
    }
}
