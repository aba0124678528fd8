namespace Sfu.Sdp;

/// <summary>Who made the description (<c>o=</c>, RFC 8866 section 5.2). The address in it is dropped unread: it is private.</summary>
/// <param name="Username">Without meaning in WebRTC.</param>
/// <param name="SessionId">The same for all descriptions by one peer connection.</param>
/// <param name="SessionVersion">Grows with each description.</param>
public sealed record SessionOrigin(string Username, string SessionId, string SessionVersion);
