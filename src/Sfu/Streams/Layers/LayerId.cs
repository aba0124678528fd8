namespace Sfu.Streams.Layers;

/// <summary>
/// A quality of a camera: a size of the picture and a frame rate. Simulcast, SVC and temporal layers are all named so; who gets a layer gets what it
/// builds on, too.
/// </summary>
/// <param name="Spatial">The simulcast encoding or the spatial layer, 0 (the lowest) to 3.</param>
/// <param name="Temporal">The temporal layer, 0 (the lowest) to 7.</param>
internal readonly record struct LayerId(byte Spatial, byte Temporal)
{
    /// <summary>The most spatial layers: what AV1 has.</summary>
    public const int MaximumSpatial = 4;

    /// <summary>The most temporal layers: what AV1 has.</summary>
    public const int MaximumTemporal = 8;

    /// <summary>The most layers.</summary>
    public const int Maximum = MaximumSpatial * MaximumTemporal;

    /// <summary>Everything that there is.</summary>
    public static readonly LayerId Highest = new(MaximumSpatial - 1, MaximumTemporal - 1);

    /// <summary>Counts all layers, from 0 to <see cref="Maximum"/> - 1.</summary>
    public int Index => (Spatial * MaximumTemporal) + Temporal;

    /// <summary>Whether neither size nor frame rate is above those of another.</summary>
    public bool IsWithin(LayerId other) => Spatial <= other.Spatial && Temporal <= other.Temporal;

    /// <summary>A layer by numbers that a packet says; higher ones than there can be count as the highest.</summary>
    public static LayerId Of(int spatial, int temporal) =>
        new((byte)Math.Min(spatial, MaximumSpatial - 1), (byte)Math.Min(temporal, MaximumTemporal - 1));
}
