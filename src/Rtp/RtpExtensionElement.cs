namespace Rtp;

/// <summary>One element of a header extension (RFC 8285).</summary>
public readonly ref struct RtpExtensionElement
{
    internal RtpExtensionElement(byte id, int offset, ReadOnlySpan<byte> data)
    {
        Id = id;
        Offset = offset;
        Data = data;
    }

    /// <summary>The negotiated identifier: 1 to 14 in the one-byte form, 1 to 255 in the two-byte form.</summary>
    public byte Id { get; }

    /// <summary>Where the data start, in bytes from the start of the elements (<see cref="RtpHeader.ExtensionOffset"/>).</summary>
    public int Offset { get; }

    /// <summary>The value, 1 to 16 bytes in the one-byte form, 0 to 255 in the two-byte form.</summary>
    public ReadOnlySpan<byte> Data { get; }
}
