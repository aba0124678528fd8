namespace Simulation.Codecs;

/// <summary>One layer of one picture.</summary>
/// <param name="Number">Counts the frames of the stream.</param>
/// <param name="Spatial">Its spatial layer.</param>
/// <param name="Temporal">Its temporal layer.</param>
/// <param name="Position">Where in the temporal pattern its picture stands.</param>
/// <param name="IsKeyPicture">Whether its picture depends on no earlier one.</param>
/// <param name="References">The frames that it depends on, as differences of numbers.</param>
/// <param name="Indications">What it is for each decode target (AV1 RTP, appendix A.8.3).</param>
/// <param name="Chains">How far back the previous frame of each chain lies.</param>
internal sealed record LayerFrame(
    int Number, int Spatial, int Temporal, int Position, bool IsKeyPicture, int[] References, byte[] Indications, int[] Chains)
{
    /// <summary>Whether it depends on the spatial layer below it in the same picture.</summary>
    public bool IsInterLayer => Spatial > 0 && References.Contains(1);

    /// <summary>Whether two frames are alike but for their numbers, so that one template serves both.</summary>
    public bool IsLike(LayerFrame other) =>
        Spatial == other.Spatial && Temporal == other.Temporal && References.SequenceEqual(other.References)
        && Indications.SequenceEqual(other.Indications) && Chains.SequenceEqual(other.Chains);
}
