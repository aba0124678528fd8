namespace Signaling.Rooms;

/// <summary>The configuration section <c>rooms</c>.</summary>
internal sealed class RoomOptions
{
    /// <summary>
    /// Whether an administrator's token may put participants into rooms of any size, past the calling policy: for load tests. Off unless the operator says so.
    /// </summary>
    public bool Enabled { get; init; }
}
