namespace Sfu.Streams.Layers;

/// <summary>Some of the layers of a camera, a bit each.</summary>
/// <param name="Bits">Bit <see cref="LayerId.Index"/> for each layer.</param>
internal readonly record struct LayerSet(uint Bits)
{
    private const uint LowestTemporal = 0x01010101;

    /// <summary>Every layer.</summary>
    public static readonly LayerSet All = new(uint.MaxValue);

    /// <summary>Whether a layer is among them.</summary>
    public bool Contains(LayerId layer) => ((Bits >> layer.Index) & 1) != 0;

    /// <summary>A layer and all that build on it.</summary>
    public static LayerSet From(LayerId layer) =>
        new(LowestTemporal * (0xFFu & (0xFFu << layer.Temporal)) & (uint.MaxValue << (LayerId.MaximumTemporal * layer.Spatial)));

    /// <summary>All of one spatial layer.</summary>
    public static LayerSet Spatial(int spatial) => new(0xFFu << (LayerId.MaximumTemporal * spatial));

    /// <summary>What both have.</summary>
    public static LayerSet operator &(LayerSet left, LayerSet right) => new(left.Bits & right.Bits);
}
