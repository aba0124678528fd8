namespace Sfu.Quality;

/// <summary>Counters of a stream when its quality was measured last.</summary>
/// <param name="Expected">Packets.</param>
/// <param name="Lost">Of those, how many never came.</param>
/// <param name="Frames">Pictures.</param>
/// <param name="Frozen">Microseconds that pictures stood still.</param>
internal readonly record struct ReceptionMark(long Expected, long Lost, long Frames, long Frozen);
