namespace Rtp.Srtp.Crypto;

/// <summary>A tag that <see cref="HmacSha1EightLanes"/> is to make: the first bytes of <see cref="HmacSha1"/> of a message and a word.</summary>
internal unsafe struct HmacSha1Request
{
    public HmacSha1 Key;
    public byte* Message;
    public int Length;
    public uint Word;

    /// <summary>Where the tag goes; may be right behind the message.</summary>
    public byte* Tag;

    /// <summary>At most 20.</summary>
    public int TagLength;
}
