using Sfu;

namespace Signaling.Admin;

/// <summary>The workers of the media engine.</summary>
internal sealed record AdminWorkerList(IReadOnlyList<WorkerReport> Workers);
