using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Rtp.HeaderExtensions;

/// <summary>
/// The text of the MID, RtpStreamId and RepairedRtpStreamId header extensions (RFC 9143 section 15, RFC 8852 section 3), kept by
/// value so that comparing it needs no string. At most <see cref="MaximumLength"/> bytes: what the one-byte form can carry.
/// </summary>
public readonly record struct StreamIdentifier
{
    /// <summary>The longest identifier, in bytes.</summary>
    public const int MaximumLength = 16;

    private readonly UInt128 _text;
    private readonly byte _length;

    private StreamIdentifier(ReadOnlySpan<byte> text)
    {
        Span<byte> buffer = stackalloc byte[MaximumLength];
        buffer.Clear();
        text.CopyTo(buffer);
        _text = Unsafe.ReadUnaligned<UInt128>(ref buffer[0]);
        _length = (byte)text.Length;
    }

    /// <summary>Bytes of the identifier; 0 for the default value, which names nothing.</summary>
    public int Length => _length;

    /// <summary>Whether it names nothing.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>Reads an element's data; zero bytes at the end are padding, as some senders have it.</summary>
    /// <returns>False when it is empty, too long, or has other bytes than printable ASCII without spaces.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, out StreamIdentifier value)
    {
        value = default;
        ReadOnlySpan<byte> text = data.TrimEnd((byte)0);
        if (text.Length is 0 or > MaximumLength || text.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E))
        {
            return false;
        }

        value = new StreamIdentifier(text);
        return true;
    }

    /// <summary>Takes an identifier from a session description.</summary>
    /// <returns>False when it is empty, too long, or has other characters than printable ASCII without spaces.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out StreamIdentifier value)
    {
        value = default;
        Span<byte> ascii = stackalloc byte[MaximumLength];
        return text.Length <= MaximumLength
            && Encoding.UTF8.TryGetBytes(text, ascii, out int length)
            && TryRead(ascii[..length], out value)
            && value.Length == text.Length;
    }

    /// <summary>Writes the identifier to the start of a span of at least <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> data) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<UInt128, byte>(ref Unsafe.AsRef(in _text)), _length).CopyTo(data);

    /// <summary>The identifier as text.</summary>
    public override string ToString()
    {
        Span<byte> buffer = stackalloc byte[MaximumLength];
        Write(buffer);
        return Encoding.ASCII.GetString(buffer[.._length]);
    }
}
