namespace Sfu.Sdp;

/// <summary>Why a session description was refused.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Line">The line that is wrong, counted from 1, or null where the fault has no single line.</param>
/// <param name="Message">For people: what is wrong and what to do. Holds no address and no secret.</param>
public sealed record SdpError(SdpErrorCode Code, int? Line, string Message)
{
    /// <summary>The same fault in the words of <see cref="IMediaServer.JoinAsync"/>.</summary>
    public JoinError JoinError => Code switch
    {
        SdpErrorCode.TooLarge or SdpErrorCode.Malformed => JoinError.SdpMalformed,
        SdpErrorCode.DuplicateMid or SdpErrorCode.UnknownBundleMid => JoinError.SdpMalformed,
        _ => JoinError.SdpUnsupported,
    };
}
