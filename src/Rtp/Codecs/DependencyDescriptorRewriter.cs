namespace Rtp.Codecs;

/// <summary>
/// Tells a receiver of fewer layers which decode targets it is going to get, so that it does not wait for the frames of the others
/// (AV1 RTP, appendix A.4).
/// </summary>
public static class DependencyDescriptorRewriter
{
    /// <summary>Copies a descriptor and puts a mask of active decode targets into it, or another in place of its own.</summary>
    /// <param name="data">The descriptor as it came.</param>
    /// <param name="layout">Its layout, as <see cref="DependencyDescriptorReader.TryRead"/> gave it.</param>
    /// <param name="activeTargets">The mask, a bit for each target.</param>
    /// <param name="destination">Where the copy goes.</param>
    /// <param name="length">Bytes of the copy, at most five more than those that came.</param>
    /// <returns>False when the destination is too short.</returns>
    public static bool TryWrite(
        ReadOnlySpan<byte> data, in DependencyDescriptorLayout layout, uint activeTargets, Span<byte> destination, out int length)
    {
        bool extended = data.Length > DependencyDescriptor.ShortLength;
        int before = extended ? layout.TargetsPosition - DependencyDescriptor.FlagsPosition - DependencyDescriptor.FlagBits : 0;
        int after = extended ? layout.EndPosition - layout.DefinitionPosition : 0;
        int bits = DependencyDescriptor.FlagsPosition + DependencyDescriptor.FlagBits + before + layout.DecodeTargetCount + after;
        length = (bits + 7) / 8;
        if (length > destination.Length)
        {
            length = 0;
            return false;
        }

        var reader = new BitReader(data);
        var writer = new BitWriter(destination[..length]);
        writer.Copy(ref reader, DependencyDescriptor.FlagsPosition);
        uint flags = extended ? reader.Read(DependencyDescriptor.FlagBits) : 0;
        writer.Write(flags | DependencyDescriptor.ActiveTargetsFlag, DependencyDescriptor.FlagBits);
        writer.Copy(ref reader, before);
        writer.Write(activeTargets, layout.DecodeTargetCount);
        reader.Read(extended ? layout.DefinitionPosition - layout.TargetsPosition : 0);
        writer.Copy(ref reader, after);
        return true;
    }
}
