namespace Sfu.Quality;

/// <summary>What a client last reported of a stream that it receives.</summary>
/// <param name="Loss">The share of packets that it did without, 0 to 1: what redundancy made good is taken off.</param>
/// <param name="Jitter">Microseconds.</param>
/// <param name="Arrival">When the report came.</param>
internal readonly record struct ReceptionReport(double Loss, long Jitter, MediaTime Arrival);
