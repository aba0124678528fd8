namespace Signaling.Calls.Wire;

/// <summary>A client says what it made of its receive slots since it last said so.</summary>
internal sealed record MediaReceived(string CallId, IReadOnlyList<ReceivedSlot> Slots);
