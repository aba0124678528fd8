namespace Sfu.Congestion;

/// <summary>How two groups of packets that follow one another lie apart, in microseconds.</summary>
/// <param name="Sent">At the sender.</param>
/// <param name="Arrived">At the receiver. The difference of both is how much the queues on the way grew.</param>
/// <param name="Arrival">When the second arrived, by the receiver's clock.</param>
internal readonly record struct GroupDelta(long Sent, long Arrived, long Arrival);
