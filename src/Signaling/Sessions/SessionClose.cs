namespace Signaling.Sessions;

/// <summary>Why the server closes a WebSocket: the close code and words for people.</summary>
/// <param name="Code">As in docs/protocol.md.</param>
/// <param name="Reason">At most 123 bytes (RFC 6455 section 5.5).</param>
internal readonly record struct SessionClose(int Code, string Reason)
{
    public static readonly SessionClose Goodbye = new(1000, string.Empty);
    public static readonly SessionClose Restart = new(1012, "The server restarts. Connect again in a moment.");
    public static readonly SessionClose ProtocolError = new(4000, "The first message must be a valid session.start.");
    public static readonly SessionClose Replaced = new(4001, "This device opened another session.");
    public static readonly SessionClose TokenInvalid = new(4002, "The token is invalid or has expired. Sign in again.");
    public static readonly SessionClose Suspended = new(4003, "The account is suspended or deleted.");
    public static readonly SessionClose TooManyMessages = new(4004, "Too many messages.");
    public static readonly SessionClose StartTimeout = new(4005, "No session.start came in time.");
    public static readonly SessionClose TooManyDevices = new(4006, "Too many devices of this account are connected.");
}
