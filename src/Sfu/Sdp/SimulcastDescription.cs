namespace Sfu.Sdp;

/// <summary>
/// <c>a=simulcast</c> (RFC 8853): for each simulcast stream its alternatives, as rids. A leading <c>~</c> (initially paused)
/// is dropped: whether a stream flows is seen by its packets.
/// </summary>
/// <param name="Send">Streams that the author sends, in order.</param>
/// <param name="Receive">Streams that the author wants to receive, in order.</param>
public sealed record SimulcastDescription(IReadOnlyList<IReadOnlyList<string>> Send, IReadOnlyList<IReadOnlyList<string>> Receive);
