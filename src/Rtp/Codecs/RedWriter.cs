using System.Buffers.Binary;

namespace Rtp.Codecs;

/// <summary>Builds a redundant payload (RFC 2198 section 3): earlier payloads, the oldest first, then the packet's own.</summary>
public ref struct RedWriter
{
    private readonly Span<byte> _payload;
    private readonly int _blocks;
    private int _written;
    private int _end;

    /// <summary>Starts a payload.</summary>
    /// <param name="payload">Where it is written; its length bounds it.</param>
    /// <param name="redundantBlocks">How many times <see cref="TryAdd"/> will be called before <see cref="TryFinish"/>.</param>
    public RedWriter(Span<byte> payload, int redundantBlocks)
    {
        _payload = payload;
        _blocks = redundantBlocks;
        _end = (redundantBlocks * RedReader.RedundantHeaderLength) + RedReader.PrimaryHeaderLength;
    }

    /// <summary>Adds an earlier payload.</summary>
    /// <returns>
    /// False when it is one too many, has no room, has more than 1023 bytes, or lies more than 16383 ticks back. A payload of which a
    /// block was refused cannot be finished: start again with fewer.
    /// </returns>
    public bool TryAdd(byte payloadType, uint timestampOffset, ReadOnlySpan<byte> data)
    {
        if (_written == _blocks
            || timestampOffset > RedReader.GreatestTimestampOffset
            || data.Length > RedReader.GreatestLength
            || _end + data.Length > _payload.Length)
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32BigEndian(
            _payload[(_written * RedReader.RedundantHeaderLength)..],
            ((uint)(payloadType | RedReader.MoreBit) << 24) | (timestampOffset << RedReader.LengthBits) | (uint)data.Length);
        data.CopyTo(_payload[_end..]);
        _end += data.Length;
        _written++;
        return true;
    }

    /// <summary>Adds the packet's own payload.</summary>
    /// <param name="payloadType">Its payload type.</param>
    /// <param name="data">The payload.</param>
    /// <param name="length">Bytes of the whole redundant payload.</param>
    /// <returns>False when an announced block is missing, or there is no room.</returns>
    public readonly bool TryFinish(byte payloadType, ReadOnlySpan<byte> data, out int length)
    {
        length = 0;
        if (_written != _blocks || _end + data.Length > _payload.Length)
        {
            return false;
        }

        _payload[_blocks * RedReader.RedundantHeaderLength] = (byte)(payloadType & ~RedReader.MoreBit);
        data.CopyTo(_payload[_end..]);
        length = _end + data.Length;
        return true;
    }
}
