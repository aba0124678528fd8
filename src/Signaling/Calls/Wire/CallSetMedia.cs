namespace Signaling.Calls.Wire;

/// <summary>A client says what it sends.</summary>
internal sealed record CallSetMedia(string CallId, bool Audio, bool Video);
