namespace Signaling.Calls.Wire;

/// <summary>A client accepts a call that rings on it.</summary>
internal sealed record CallAccept(string CallId, CallMedia Media);
