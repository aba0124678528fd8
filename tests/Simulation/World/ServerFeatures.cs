namespace Simulation.World;

/// <summary>What the server's answers take of what is offered.</summary>
/// <param name="Simulcast">Several streams of one camera.</param>
/// <param name="AudioRedundancy">Audio with its past once more (RED, RFC 2198).</param>
internal sealed record ServerFeatures(bool Simulcast = true, bool AudioRedundancy = false)
{
    /// <summary>As <see cref="Sfu.MediaServer"/> answers.</summary>
    public static readonly ServerFeatures Production = new(AudioRedundancy: true);
}
