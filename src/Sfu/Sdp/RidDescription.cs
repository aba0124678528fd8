namespace Sfu.Sdp;

/// <summary><c>a=rid</c> (RFC 8851).</summary>
/// <param name="Id">The identifier that travels in RTP.</param>
/// <param name="Direction"><see cref="MediaDirection.Send"/> or <see cref="MediaDirection.Receive"/>.</param>
/// <param name="Restrictions">What follows, as written, such as <c>pt=96;max-width=1280</c>; empty where nothing does.</param>
public sealed record RidDescription(string Id, MediaDirection Direction, string Restrictions);
