namespace Signaling.Sessions;

/// <summary>The kinds of <see cref="Incoming"/>.</summary>
internal enum IncomingKind
{
    /// <summary>A text message.</summary>
    Text,

    /// <summary>A binary message, which this protocol does not have.</summary>
    Binary,

    /// <summary>A message over the limit; its text was discarded.</summary>
    TooLarge,

    /// <summary>The client closed the connection on purpose (1000, 1001 or no code).</summary>
    Closed,

    /// <summary>The connection is gone in any other way.</summary>
    Lost,
}
