namespace EndToEnd.Tests.Server;

/// <summary>An account that a server with <c>--demo</c> offers to sign in with.</summary>
public sealed record DemoAccount(string Id, string Handle, string DisplayName, bool Premium);
