namespace Sfu.Congestion;

/// <summary>How much can be sent to a participant.</summary>
/// <param name="BitsPerSecond">With all headers, those of IP and UDP too.</param>
/// <param name="Settled">What that will be when the queue has drained that a burst made and for which it was lowered; else the same.</param>
/// <param name="State">What that rests on.</param>
/// <param name="ApplicationLimited">
/// Whether less is being sent than could be: the way may carry more than the estimate says, as nothing tried it but probes.
/// </param>
public readonly record struct DownlinkEstimate(long BitsPerSecond, long Settled, DownlinkState State, bool ApplicationLimited);
