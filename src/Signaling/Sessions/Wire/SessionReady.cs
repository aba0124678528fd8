using Signaling.Accounts;
using Signaling.Calls;
using Signaling.Wire;

namespace Signaling.Sessions.Wire;

/// <summary>Answers <see cref="SessionStart"/>.</summary>
/// <param name="SessionId">Of the session.</param>
/// <param name="User">The account.</param>
/// <param name="Protocol">The version that is spoken.</param>
/// <param name="Calls">The calls that the device is in or that ring on it.</param>
/// <param name="ExpiresAt">When the token expires.</param>
/// <param name="Limits">What the client should keep to.</param>
internal sealed record SessionReady(
    string SessionId,
    Account User,
    int Protocol,
    IReadOnlyList<CallView> Calls,
    DateTimeOffset ExpiresAt,
    SessionLimits Limits) : ServerMessage("session.ready");
