namespace Sfu.Congestion;

/// <summary>A short burst at a rate above the estimate, to find out whether it gets through.</summary>
/// <param name="Id">Counts from 1.</param>
/// <param name="BitsPerSecond">Its rate.</param>
/// <param name="Start">When it began.</param>
/// <param name="BytesBefore">What had been sent before it, in all.</param>
/// <param name="PacketsBefore">The same in packets.</param>
internal readonly record struct ProbeCluster(int Id, double BitsPerSecond, MediaTime Start, long BytesBefore, long PacketsBefore);
