namespace Signaling.Calls.Wire;

/// <summary>A client declines or hangs up.</summary>
internal sealed record CallById(string CallId);
