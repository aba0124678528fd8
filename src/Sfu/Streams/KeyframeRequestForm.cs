namespace Sfu.Streams;

/// <summary>How a sender lets itself be asked for a keyframe.</summary>
internal enum KeyframeRequestForm : byte
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Picture loss indication (RFC 4585 section 6.3.1).</summary>
    PictureLossIndication,

    /// <summary>Full intra request (RFC 5104 section 4.3.1).</summary>
    FullIntraRequest,
}
