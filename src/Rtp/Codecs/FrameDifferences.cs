using System.Runtime.CompilerServices;

namespace Rtp.Codecs;

/// <summary>
/// The frames that a frame refers to, as differences of frame numbers (1 to 4096). No codec has more than sixteen references (H.264;
/// AV1 has seven), so more than <see cref="Capacity"/> are malformed.
/// </summary>
public struct FrameDifferences
{
    /// <summary>The most references a frame can have.</summary>
    public const int Capacity = 16;

    private Values _values;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The difference at a place, from 0 to <see cref="Count"/> - 1.</summary>
    public readonly int this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return _values[index];
        }
    }

    internal bool TryAdd(int difference)
    {
        if (Count == Capacity)
        {
            return false;
        }

        _values[Count++] = (ushort)difference;
        return true;
    }

    [InlineArray(Capacity)]
    private struct Values
    {
        private ushort _first;
    }
}
