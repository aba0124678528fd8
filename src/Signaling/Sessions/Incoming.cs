namespace Signaling.Sessions;

/// <summary>What came from a WebSocket.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The message, valid until the next one is read.</param>
internal readonly record struct Incoming(IncomingKind Kind, ReadOnlyMemory<byte> Text = default);
