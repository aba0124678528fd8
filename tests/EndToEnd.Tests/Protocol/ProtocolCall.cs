namespace EndToEnd.Tests.Protocol;

/// <summary>What these tests read of a <c>Call</c> (docs/protocol.md).</summary>
public sealed record ProtocolCall(string Id, string State, string? Reason, string? Why);
