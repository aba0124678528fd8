namespace Sfu.Streams;

/// <summary>How the payload of a codec is laid out, as far as forwarding looks into it.</summary>
internal enum PayloadFormat : byte
{
    /// <summary>Not looked into.</summary>
    Opaque,

    /// <summary>RFC 7587.</summary>
    Opus,

    /// <summary>RFC 7741.</summary>
    Vp8,

    /// <summary>RFC 9628.</summary>
    Vp9,

    /// <summary>RFC 6184.</summary>
    H264,

    /// <summary>RTP Payload Format For AV1.</summary>
    Av1,

    /// <summary>Sound with its past once more (RFC 2198).</summary>
    Red,
}
