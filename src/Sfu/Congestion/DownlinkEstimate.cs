namespace Sfu.Congestion;

/// <summary>How much can be sent to a participant.</summary>
/// <param name="BitsPerSecond">With all headers, those of IP and UDP too.</param>
/// <param name="State">What that rests on.</param>
/// <param name="ApplicationLimited">
/// Whether less is being sent than could be: the way may carry more than the estimate says, as nothing tried it but probes.
/// </param>
public readonly record struct DownlinkEstimate(long BitsPerSecond, DownlinkState State, bool ApplicationLimited);
