namespace Sfu.Sdp;

/// <summary><c>a=rtcp-fb</c> (RFC 4585 section 4.2).</summary>
/// <param name="PayloadType">0 to 127, or null for all (<c>*</c>).</param>
/// <param name="Value">What follows, as written, such as <c>nack pli</c>.</param>
public sealed record FeedbackMapping(int? PayloadType, string Value);
