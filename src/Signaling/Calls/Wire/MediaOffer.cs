namespace Signaling.Calls.Wire;

/// <summary>A client offers a session description.</summary>
internal sealed record MediaOffer(string CallId, string Sdp);
