namespace Sfu;

/// <summary>What a client says that it made of one of its receive slots since it last said so. Null where it says nothing.</summary>
/// <param name="Slot">Counts from 0.</param>
/// <param name="Frozen">The share of the time in which the picture stood still, 0 to 1.</param>
/// <param name="FramesPerSecond">Pictures that it decoded.</param>
/// <param name="Concealed">The share of the sound that it had to make up, 0 to 1.</param>
public readonly record struct SlotReception(int Slot, double? Frozen, double? FramesPerSecond, double? Concealed);
