namespace Signaling.Admin;

/// <summary>The calls that are on.</summary>
internal sealed record AdminCallList(IReadOnlyList<AdminCall> Calls);
