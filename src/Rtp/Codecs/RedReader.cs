using System.Buffers.Binary;

namespace Rtp.Codecs;

/// <summary>Walks over the blocks of a redundant payload (RFC 2198 section 3), the oldest first and the primary one last.</summary>
public ref struct RedReader
{
    internal const byte MoreBit = 0x80;
    internal const int RedundantHeaderLength = 4;
    internal const int PrimaryHeaderLength = 1;
    internal const int LengthBits = 10;
    internal const int GreatestLength = (1 << LengthBits) - 1;
    internal const int GreatestTimestampOffset = 0x3FFF;

    private ReadOnlySpan<byte> _headers;
    private ReadOnlySpan<byte> _data;
    private RedBlock _current;

    private RedReader(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> data)
    {
        _headers = headers;
        _data = data;
    }

    /// <summary>The block that <see cref="MoveNext"/> came to.</summary>
    public readonly RedBlock Current => _current;

    /// <summary>Lets <c>foreach</c> walk over the blocks.</summary>
    public readonly RedReader GetEnumerator() => this;

    /// <summary>Checks a payload and starts before its first block.</summary>
    /// <returns>False when a header is cut off, or the blocks are longer than the payload.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out RedReader reader)
    {
        reader = default;
        int offset = 0;
        int redundant = 0;
        while (offset < payload.Length && (payload[offset] & MoreBit) != 0)
        {
            if (offset + RedundantHeaderLength > payload.Length)
            {
                return false;
            }

            redundant += BinaryPrimitives.ReadUInt16BigEndian(payload[(offset + 2)..]) & GreatestLength;
            offset += RedundantHeaderLength;
        }

        int headers = offset + PrimaryHeaderLength;
        if (headers + redundant > payload.Length)
        {
            return false;
        }

        reader = new RedReader(payload[..headers], payload[headers..]);
        return true;
    }

    /// <summary>Goes on to the next block.</summary>
    public bool MoveNext()
    {
        if (_headers.IsEmpty)
        {
            return false;
        }

        byte payloadType = (byte)(_headers[0] & ~MoreBit);
        if ((_headers[0] & MoreBit) == 0)
        {
            _current = new RedBlock(payloadType, 0, true, _data);
            _headers = default;
            return true;
        }

        uint header = BinaryPrimitives.ReadUInt32BigEndian(_headers);
        int length = (int)header & GreatestLength;
        _current = new RedBlock(payloadType, (ushort)((header >> LengthBits) & GreatestTimestampOffset), false, _data[..length]);
        _headers = _headers[RedundantHeaderLength..];
        _data = _data[length..];
        return true;
    }
}
