namespace Load.Reports;

/// <summary>Datagrams that the server dropped for one reason, since its start.</summary>
/// <param name="Before">Before the measured time.</param>
/// <param name="After">After it.</param>
internal sealed record DropReport(long Before, long After);
