namespace Signaling.Calls;

/// <summary>How long a call waits in its states.</summary>
/// <param name="Ring">For an answer.</param>
/// <param name="Connect">For media on both sides after the answer.</param>
/// <param name="Reconnect">For media, or a ringing caller's session, to come back.</param>
internal sealed record CallTimes(TimeSpan Ring, TimeSpan Connect, TimeSpan Reconnect);
