namespace Sfu;

/// <summary>
/// A place in which a client receives one other participant: an audio and a video section of its session description that
/// share one MediaStream (lip sync).
/// </summary>
/// <param name="Slot">Counts from 0.</param>
/// <param name="AudioMid">The <c>a=mid</c> of its audio section, or null.</param>
/// <param name="VideoMid">The <c>a=mid</c> of its video section, or null.</param>
public sealed record SlotDescription(int Slot, string? AudioMid, string? VideoMid);
