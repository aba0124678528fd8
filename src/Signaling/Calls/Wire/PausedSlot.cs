namespace Signaling.Calls.Wire;

/// <summary>A slot whose pictures are held back.</summary>
/// <param name="Slot">Counts from 0.</param>
/// <param name="Reason"><c>your_connection</c>: it cannot carry them.</param>
internal sealed record PausedSlot(int Slot, string Reason);
