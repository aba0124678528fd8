namespace Signaling.Calls.Wire;

/// <summary>A client says how it shows its receive slots.</summary>
internal sealed record MediaLayout(string CallId, IReadOnlyList<MediaTile> Tiles);
