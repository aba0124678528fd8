namespace Rtp.Rtcp;

/// <summary>One item of a source description (RFC 3550 section 6.5).</summary>
public readonly ref struct SdesItem
{
    internal SdesItem(uint ssrc, byte type, ReadOnlySpan<byte> text)
    {
        Ssrc = ssrc;
        Type = type;
        Text = text;
    }

    /// <summary>The source described.</summary>
    public uint Ssrc { get; }

    /// <summary>One of <see cref="SdesItemType"/>, or another.</summary>
    public byte Type { get; }

    /// <summary>UTF-8, at most 255 bytes.</summary>
    public ReadOnlySpan<byte> Text { get; }
}
