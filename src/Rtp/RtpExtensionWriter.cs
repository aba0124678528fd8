using System.Buffers.Binary;

namespace Rtp;

/// <summary>
/// Writes a header extension (RFC 8285): profile, length, elements and padding. It starts in the one-byte form and changes what
/// it has written to the two-byte form when an element comes that needs it (an identifier above 14, no data, or more than 16 bytes).
/// </summary>
public ref struct RtpExtensionWriter
{
    private const int HeaderLength = 4;
    private const int MaximumOneByteId = 14;
    private const int MaximumOneByteLength = 16;
    private const int MaximumTwoByteLength = 255;

    private readonly Span<byte> _block;
    private readonly int _limit;
    private readonly bool _mayMix;
    private bool _twoByte;
    private int _length;
    private int _elements;

    /// <summary>Starts a block where the fixed header (and its contributing sources) ends.</summary>
    /// <param name="destination">Room for the block. Bytes beyond the last whole word stay unused.</param>
    /// <param name="mayMix">
    /// Whether the receiver takes both forms in one stream (<c>a=extmap-allow-mixed</c>, RFC 8285 section 6). Without it, elements
    /// that do not fit the one-byte form are refused.
    /// </param>
    public RtpExtensionWriter(Span<byte> destination, bool mayMix)
    {
        _block = destination;
        _limit = destination.Length & ~(sizeof(uint) - 1);
        _mayMix = mayMix;
        _length = HeaderLength;
    }

    /// <summary>Adds an element, whose data the caller writes into the span before the next call on this writer.</summary>
    /// <returns>False, with nothing changed, when the element is out of range or does not fit.</returns>
    public bool TryReserve(byte id, int length, out Span<byte> data)
    {
        // What nearly every element is, in few instructions: this is done for every receiver of a packet.
        if (!_twoByte && id - 1u < MaximumOneByteId && (uint)length - 1 < MaximumOneByteLength && _length + 1 + length <= _limit)
        {
            _block[_length] = (byte)((id << 4) | (length - 1));
            data = _block.Slice(_length + 1, length);
            _length += 1 + length;
            _elements++;
            return true;
        }

        return TryReserveOther(id, length, out data);
    }

    /// <summary>Adds an element with these data.</summary>
    /// <returns>False, with nothing changed, when the element is out of range or does not fit.</returns>
    public bool TryAdd(byte id, ReadOnlySpan<byte> value)
    {
        if (!TryReserve(id, value.Length, out Span<byte> data))
        {
            return false;
        }

        value.CopyTo(data);
        return true;
    }

    /// <summary>Pads to a whole word and writes profile and length.</summary>
    /// <returns>
    /// Bytes of the whole block. 0 when there is no element: then nothing is written, and the X bit
    /// (<see cref="RtpHeader.WriteExtensionFlag"/>) is to stay clear.
    /// </returns>
    public readonly int Finish()
    {
        if (_elements == 0)
        {
            return 0;
        }

        int end = (_length + sizeof(uint) - 1) & ~(sizeof(uint) - 1);
        _block[_length..end].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(_block, _twoByte ? RtpExtensionReader.TwoByteProfile : RtpExtensionReader.OneByteProfile);
        BinaryPrimitives.WriteUInt16BigEndian(_block[2..], (ushort)((end - HeaderLength) / sizeof(uint)));
        return end;
    }

    private bool TryReserveOther(byte id, int length, out Span<byte> data)
    {
        data = default;
        if (id == 0 || length is < 0 or > MaximumTwoByteLength)
        {
            return false;
        }

        bool twoByte = _twoByte || id > MaximumOneByteId || length is 0 or > MaximumOneByteLength;
        int growth = twoByte && !_twoByte ? _elements : 0;
        int header = twoByte ? 2 : 1;
        if ((twoByte && !_mayMix) || _length + growth + header + length > _limit)
        {
            return false;
        }

        if (twoByte && !_twoByte)
        {
            Widen();
        }

        if (twoByte)
        {
            _block[_length] = id;
            _block[_length + 1] = (byte)length;
        }
        else
        {
            _block[_length] = (byte)((id << 4) | (length - 1));
        }

        data = _block.Slice(_length + header, length);
        _length += header + length;
        _elements++;
        return true;
    }

    // Each header grows by one byte: shift all elements to their last place, then spread them from the front.
    private void Widen()
    {
        int from = HeaderLength + _elements;
        int to = HeaderLength;
        _block[HeaderLength.._length].CopyTo(_block[from..]);
        for (int i = 0; i < _elements; i++)
        {
            byte header = _block[from];
            int length = (header & 0x0F) + 1;
            _block.Slice(from + 1, length).CopyTo(_block[(to + 2)..]);
            _block[to] = (byte)(header >> 4);
            _block[to + 1] = (byte)length;
            from += 1 + length;
            to += 2 + length;
        }

        _length = to;
        _twoByte = true;
    }
}
