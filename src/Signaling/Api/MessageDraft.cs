namespace Signaling.Api;

/// <summary>A message to be sent.</summary>
internal sealed record MessageDraft(string Text, string? ClientRef = null);
