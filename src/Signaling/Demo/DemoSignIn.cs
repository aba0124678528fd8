namespace Signaling.Demo;

/// <summary>Asks for a token of a demo account.</summary>
internal sealed record DemoSignIn(string UserId);
