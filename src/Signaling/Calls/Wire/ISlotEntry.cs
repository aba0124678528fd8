using Sfu;

namespace Signaling.Calls.Wire;

/// <summary>What a message says of one receive slot.</summary>
internal interface ISlotEntry
{
    /// <summary>What a list of them has to keep to, for who did not.</summary>
    static abstract string Rule { get; }

    /// <summary>Counts from 0.</summary>
    int Slot { get; }

    /// <summary>Whether all numbers but the slot are in their ranges.</summary>
    bool IsInRange { get; }

    /// <summary>Whether a list that came from a client keeps to the rule.</summary>
    static bool AreValid<T>(IReadOnlyList<T?>? entries)
        where T : class, ISlotEntry =>
        entries is { Count: <= SlotTile.MaximumCount } && entries.All(entry => entry is { Slot: >= 0 and < SlotTile.MaximumCount, IsInRange: true });
}
