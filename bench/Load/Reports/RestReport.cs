namespace Load.Reports;

/// <summary>Requests over REST beside the media.</summary>
/// <param name="Wanted">A second, as asked for.</param>
/// <param name="PerSecond">Answers a second.</param>
/// <param name="Errors">Answers that were no success.</param>
/// <param name="Us">From request to answer since the start, in microseconds; looked at every half millisecond.</param>
internal sealed record RestReport(int Wanted, double PerSecond, long Errors, LatencyReport Us);
