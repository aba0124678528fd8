using Signaling.Accounts;

namespace Signaling.Demo;

/// <summary>A token of a demo account.</summary>
internal sealed record DemoSignedIn(string Token, DateTimeOffset ExpiresAt, Account User);
