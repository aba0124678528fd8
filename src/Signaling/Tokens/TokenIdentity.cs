namespace Signaling.Tokens;

/// <summary>What a valid token says.</summary>
/// <param name="Account">The <c>sub</c>.</param>
/// <param name="IsAdmin">Whether the <c>role</c> is <c>admin</c>.</param>
/// <param name="ExpiresAt">The <c>exp</c>.</param>
internal sealed record TokenIdentity(string Account, bool IsAdmin, DateTimeOffset ExpiresAt);
