namespace Simulation.Codecs;

/// <summary>Layers in one stream (W3C "Scalable Video Coding (SVC) Extension for WebRTC", section 5).</summary>
/// <param name="Spatial">Spatial layers, 1 to 3.</param>
/// <param name="Temporal">Temporal layers, 1 to 3.</param>
/// <param name="KeyOnly">Whether spatial layers build on one another at keyframes only (<c>_KEY</c>).</param>
internal readonly record struct ScalabilityMode(int Spatial, int Temporal, bool KeyOnly = false)
{
    public static readonly ScalabilityMode L1T1 = new(1, 1);
    public static readonly ScalabilityMode L1T2 = new(1, 2);
    public static readonly ScalabilityMode L1T3 = new(1, 3);
    public static readonly ScalabilityMode L3T3 = new(3, 3);
    public static readonly ScalabilityMode L3T3Key = new(3, 3, true);

    /// <summary>The temporal layers of the pictures of one repetition.</summary>
    public ReadOnlySpan<byte> Pattern => Temporal switch
    {
        1 => [0],
        2 => [0, 1],
        _ => [0, 2, 1, 2],
    };

    /// <summary>What a picture of a temporal layer weighs, the average being 1: lower layers are referred to by more and get more bits.</summary>
    public double Weight(int temporal) => Temporal switch
    {
        1 => 1,
        2 => temporal == 0 ? 1.2 : 0.8,
        _ => temporal == 0 ? 1.6 : 0.8,
    };

    /// <summary>How many pictures back the picture at a position of the pattern refers.</summary>
    public static int PictureDifference(int patternLength, int position) => position switch
    {
        0 => patternLength,
        3 => 1,
        _ => position,
    };

    public override string ToString() => $"L{Spatial}T{Temporal}{(KeyOnly ? "_KEY" : "")}";
}
