using System.Collections.Immutable;
using Sfu;

namespace Signaling.Calls;

/// <summary>A device in a call: the caller's, one that rings, or the one that answered.</summary>
internal sealed record CallLeg
{
    /// <summary>Whose.</summary>
    public required DeviceKey Device { get; init; }

    /// <summary>Its name in the call's room of the media engine.</summary>
    public required string Participant { get; init; }

    /// <summary>Since when its session is gone; null while it is there.</summary>
    public DateTimeOffset? OfflineSince { get; init; }

    /// <summary>It sends sound.</summary>
    public bool Audio { get; init; }

    /// <summary>It sends pictures.</summary>
    public bool Video { get; init; }

    /// <summary>How many of its offers were answered. The engine is told gate and mutes anew after each.</summary>
    public int Joins { get; init; }

    /// <summary>Its transport is connected.</summary>
    public bool MediaUp { get; init; }

    /// <summary>Since when its transport, once connected, is not; null while it is, or never was.</summary>
    public DateTimeOffset? MediaLostAt { get; init; }

    /// <summary>The participants in its receive slots, as the engine told.</summary>
    public ImmutableArray<string?> Occupants { get; init; } = [];

    /// <summary>How it shows its receive slots, as it told.</summary>
    public ImmutableArray<SlotTile> Tiles { get; init; } = [];

    /// <summary>What it made of its receive slots, as it last told.</summary>
    public ImmutableArray<SlotReception> Received { get; init; } = [];

    /// <summary>The receive slots whose pictures its connection cannot carry, in ascending order.</summary>
    public ImmutableArray<int> PausedSlots { get; init; } = [];

    /// <summary>Bits a second that it is to send at most; null for no limit.</summary>
    public long? SendTarget { get; init; }

    /// <summary>The participant who speaks, as the engine told; null before anybody did.</summary>
    public string? Speaker { get; init; }

    /// <summary>How good its connection is.</summary>
    public LegQuality Quality { get; init; } = LegQuality.None;
}
