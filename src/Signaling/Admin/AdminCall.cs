using Signaling.Calls;

namespace Signaling.Admin;

/// <summary>A call that is on.</summary>
internal sealed record AdminCall(
    string Id, string Caller, string Callee, CallState State, CallMedia Media, DateTimeOffset CreatedAt, DateTimeOffset? AnsweredAt);
