namespace EndToEnd.Tests.Protocol;

/// <summary>What a protocol client knows: its calls, and the states of its peer connection and its WebSocket.</summary>
public sealed record ProtocolState(ProtocolCall[] Calls, string Connection, int Socket);
