namespace Sfu.Net;

/// <summary>Datagrams of one destination that one message of the system can carry: all of one size, the last at most that.</summary>
/// <param name="First">Where they start in <see cref="SegmentPlan.Order"/>.</param>
/// <param name="Count">How many.</param>
/// <param name="SegmentSize">Bytes of each but the last.</param>
internal readonly record struct SegmentGroup(int First, int Count, int SegmentSize);
