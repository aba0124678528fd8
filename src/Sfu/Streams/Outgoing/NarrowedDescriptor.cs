using Rtp.Codecs;
using Sfu.Memory;

namespace Sfu.Streams.Outgoing;

/// <summary>
/// Tells a receiver of fewer layers in the Dependency Descriptor which decode targets it gets (AV1 RTP, appendix A.4): it would wait for the frames of
/// the others.
/// </summary>
internal static class NarrowedDescriptor
{
    private const int DescriptorIndex = HeaderExtension.DependencyDescriptor - ExtensionMap.FirstForwarded;
    private const int LongestDescriptor = byte.MaxValue;

    // Beyond every datagram that a path carries: the slab's end is free.
    private const int ScratchOffset = SlabPool.SlabSize - LongestDescriptor - 1;

    /// <summary>Writes a packet's descriptor anew into the unused end of its slab.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="activeTargets">The decode targets that the receiver gets; 0 for the descriptor as it came.</param>
    /// <param name="slab">The packet's slab.</param>
    /// <returns>Where the extensions to be sent lie.</returns>
    public static ForwardedExtensions Write(in MediaPacket packet, uint activeTargets, Span<byte> slab)
    {
        ForwardedExtensions extensions = packet.Extensions;
        ref ExtensionSlice descriptor = ref extensions[DescriptorIndex];
        if (activeTargets != 0
            && packet.Descriptor.DecodeTargetCount > 0
            && packet.PayloadOffset + packet.PayloadLength <= ScratchOffset
            && DependencyDescriptorRewriter.TryWrite(
                slab.Slice(descriptor.Offset, descriptor.Length),
                packet.Descriptor,
                activeTargets,
                slab.Slice(ScratchOffset, LongestDescriptor),
                out int length))
        {
            descriptor = new ExtensionSlice(ScratchOffset, (byte)length);
        }

        return extensions;
    }
}
