namespace Rtp;

/// <summary>
/// Walks over the elements of a header extension, in the one-byte (RFC 8285 section 4.2) and the two-byte form (section 4.3).
/// An element that reaches beyond the block ends the walk; what came before it counts.
/// </summary>
public ref struct RtpExtensionReader
{
    /// <summary>The profile of one-byte elements.</summary>
    public const ushort OneByteProfile = 0xBEDE;

    /// <summary>The profile of two-byte elements; its low four bits are the application's.</summary>
    public const ushort TwoByteProfile = 0x1000;

    private const ushort TwoByteProfileMask = 0xFFF0;
    private const int PaddingId = 0;
    private const int StopId = 15;

    private readonly ReadOnlySpan<byte> _block;
    private readonly bool _twoByte;
    private int _next;
    private RtpExtensionElement _current;

    /// <summary>Reads the elements of a block; another profile has none.</summary>
    /// <param name="profile">The 16 bits in front of the block's length.</param>
    /// <param name="block">The elements, without profile and length.</param>
    public RtpExtensionReader(ushort profile, ReadOnlySpan<byte> block)
    {
        _twoByte = (profile & TwoByteProfileMask) == TwoByteProfile;
        _block = _twoByte || profile == OneByteProfile ? block : default;
    }

    /// <summary>The element that <see cref="MoveNext"/> came to.</summary>
    public readonly RtpExtensionElement Current => _current;

    /// <summary>Lets <c>foreach</c> walk over the elements.</summary>
    public readonly RtpExtensionReader GetEnumerator() => this;

    /// <summary>Goes on to the next element.</summary>
    /// <returns>False at the end, or at the first element that is malformed.</returns>
    public bool MoveNext()
    {
        while (_next < _block.Length && _block[_next] == PaddingId)
        {
            _next++;
        }

        if (_next >= _block.Length)
        {
            return false;
        }

        byte id;
        int length;
        int data;
        if (_twoByte)
        {
            if (_next + 1 >= _block.Length)
            {
                return End();
            }

            id = _block[_next];
            length = _block[_next + 1];
            data = _next + 2;
        }
        else
        {
            id = (byte)(_block[_next] >> 4);
            length = (_block[_next] & 0x0F) + 1;
            data = _next + 1;

            // Both end the processing of the whole block: 15 is reserved, and padding has no length (RFC 8285 section 4.2).
            if (id is PaddingId or StopId)
            {
                return End();
            }
        }

        if (length > _block.Length - data)
        {
            return End();
        }

        _current = new RtpExtensionElement(id, data, _block.Slice(data, length));
        _next = data + length;
        return true;
    }

    /// <summary>Finds an element by its identifier, from the start of the block.</summary>
    /// <returns>False when there is none.</returns>
    public readonly bool TryFind(byte id, out ReadOnlySpan<byte> data)
    {
        RtpExtensionReader reader = this;
        reader._next = 0;
        while (reader.MoveNext())
        {
            if (reader._current.Id == id)
            {
                data = reader._current.Data;
                return true;
            }
        }

        data = default;
        return false;
    }

    private bool End()
    {
        _next = _block.Length;
        return false;
    }
}
