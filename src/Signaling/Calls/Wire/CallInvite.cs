namespace Signaling.Calls.Wire;

/// <summary>A client calls an account.</summary>
internal sealed record CallInvite(string To, CallMedia Media, string ClientRef);
