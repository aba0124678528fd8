namespace Sfu.Streams;

/// <summary>The running numbers in a VP8 (RFC 7741) or VP9 (RFC 9628) payload descriptor.</summary>
/// <param name="PictureId">7 or 15 bits; -1 where there is none.</param>
/// <param name="Tl0PicIndex">8 bits; -1 where there is none.</param>
/// <param name="IsShort">Whether the picture identifier has seven bits.</param>
internal readonly record struct PictureNumbers(short PictureId, short Tl0PicIndex, bool IsShort = false)
{
    /// <summary>A payload without such numbers.</summary>
    public static readonly PictureNumbers None = new(-1, -1);
}
