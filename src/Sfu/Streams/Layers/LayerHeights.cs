using System.Runtime.CompilerServices;

namespace Sfu.Streams.Layers;

/// <summary>Pixels that the pictures of a stream's spatial layers are high, as far as its packets say it; 0 where they do not.</summary>
[InlineArray(LayerId.MaximumSpatial)]
internal struct LayerHeights
{
    private ushort _lowest;

    /// <summary>Whether any is known.</summary>
    public readonly bool Known => this[0] > 0;

    /// <summary>The highest layer that is known, 0 where none is.</summary>
    public readonly int Highest
    {
        get
        {
            int highest = LayerId.MaximumSpatial - 1;
            while (highest > 0 && this[highest] == 0)
            {
                highest--;
            }

            return highest;
        }
    }

    /// <summary>The height of a layer, or of the highest that is known below it; null where none is known.</summary>
    public readonly int? Of(int spatial)
    {
        while (spatial > 0 && this[spatial] == 0)
        {
            spatial--;
        }

        return Known ? this[spatial] : null;
    }
}
