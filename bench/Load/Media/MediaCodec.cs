namespace Load.Media;

/// <summary>What samples are encoded in.</summary>
internal enum MediaCodec
{
    /// <summary>Sound.</summary>
    Opus,

    /// <summary>Pictures, RFC 7741.</summary>
    Vp8,

    /// <summary>Pictures, RFC 6184 with packetization mode 1.</summary>
    H264,
}
