namespace Rtp.Codecs;

/// <summary>The NAL unit types that forwarding looks at (H.264 table 7-1, RFC 6184 section 5.2).</summary>
internal static class H264NalUnitType
{
    public const int Slice = 1;
    public const int Idr = 5;
    public const int SequenceParameterSet = 7;
    public const int PictureParameterSet = 8;
    public const int LastSingle = 23;
    public const int StapA = 24;
    public const int FuA = 28;
}
