namespace Sfu.Sdp;

/// <summary><c>a=rtpmap</c> (RFC 8866 section 6.6).</summary>
/// <param name="PayloadType">0 to 127.</param>
/// <param name="Name">The encoding name as written; compare without regard to case.</param>
/// <param name="ClockRate">Hertz.</param>
/// <param name="Channels">Audio channels; 1 where none is written.</param>
public sealed record RtpMapping(int PayloadType, string Name, int ClockRate, int Channels);
