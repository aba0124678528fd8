namespace Rtp.Codecs;

/// <summary>
/// Reads the Dependency Descriptors of one stream (AV1 RTP, appendix A.8), and keeps the structure that they refer to. It allocates when it
/// is made, and never again.
/// </summary>
public sealed class DependencyDescriptorReader
{
    // Packets of frames so shortly before the current structure's frame were overtaken by it.
    private const int OvertakenFrames = 128;

    private DependencyStructure _current = new();
    private DependencyStructure _spare = new();
    private ushort _structureFrame;

    /// <summary>The structure of the latest keyframe, or null before the first.</summary>
    public DependencyStructure? Structure { get; private set; }

    /// <summary>
    /// Reads a descriptor. A structure that it carries becomes the current one, unless the whole descriptor is malformed, or its packet was
    /// overtaken by a newer structure.
    /// </summary>
    /// <returns>False when it is malformed, or refers to a template that is not known (yet).</returns>
    public bool TryRead(ReadOnlySpan<byte> data, out DependencyDescriptor descriptor)
    {
        descriptor = default;
        var reader = new BitReader(data);
        var read = new DependencyDescriptor { StartOfFrame = reader.ReadFlag(), EndOfFrame = reader.ReadFlag() };
        int templateId = (int)reader.Read(6);
        read.FrameNumber = (ushort)reader.Read(16);

        bool extended = data.Length > DependencyDescriptor.ShortLength;
        read.HasStructure = extended && reader.ReadFlag();
        bool hasActiveTargets = extended && reader.ReadFlag();
        bool hasIndications = extended && reader.ReadFlag();
        bool hasReferences = extended && reader.ReadFlag();
        bool hasChains = extended && reader.ReadFlag();

        DependencyStructure? structure = Structure;
        if (read.HasStructure)
        {
            structure = _spare;
            structure.Read(ref reader);
            read.ActiveDecodeTargets = structure.AllTargets;
        }

        if (structure is null || reader.IsInvalid)
        {
            return false;
        }

        read.TemplateIndex = (templateId - structure.TemplateIdOffset) & (DependencyStructure.MaximumTemplates - 1);
        if (read.TemplateIndex >= structure.TemplateCount)
        {
            return false;
        }

        read.DecodeTargetCount = structure.DecodeTargetCount;
        int targetsPosition = reader.Position;
        if (hasActiveTargets)
        {
            read.ActiveDecodeTargets = reader.Read(structure.DecodeTargetCount);
        }

        int definitionPosition = reader.Position;
        read.Frame = ReadFrame(ref reader, structure, structure.Templates[read.TemplateIndex], hasIndications, hasReferences, hasChains);
        read.Layout = new DependencyDescriptorLayout(
            (ushort)targetsPosition, (ushort)definitionPosition, (ushort)reader.Position, (byte)structure.DecodeTargetCount);
        if (reader.IsInvalid)
        {
            return false;
        }

        if (read.HasStructure && !IsOvertaken(read.FrameNumber))
        {
            Adopt(read.FrameNumber);
        }

        descriptor = read;
        return true;
    }

    private static DependencyTemplate ReadFrame(
        ref BitReader reader,
        DependencyStructure structure,
        DependencyTemplate template,
        bool hasIndications,
        bool hasReferences,
        bool hasChains)
    {
        DependencyTemplate frame = template;
        if (hasIndications)
        {
            frame.Indications = DecodeTargetIndications.Read(ref reader, structure.DecodeTargetCount);
        }

        if (hasReferences)
        {
            frame.References = ReadReferences(ref reader);
        }

        if (hasChains)
        {
            var chains = default(ChainDifferences);
            for (int i = 0; i < structure.ChainCount; i++)
            {
                chains[i] = (byte)reader.Read(8);
            }

            frame.Chains = chains;
        }

        return frame;
    }

    // Each difference says its own width, in steps of four bits.
    private static FrameDifferences ReadReferences(ref BitReader reader)
    {
        var references = default(FrameDifferences);
        for (int size = (int)reader.Read(2); size != 0; size = (int)reader.Read(2))
        {
            if (!references.TryAdd((int)reader.Read(4 * size) + 1))
            {
                reader.Invalidate();
            }
        }

        return references;
    }

    private bool IsOvertaken(ushort frameNumber) =>
        Structure is not null && SequenceNumber.Distance(frameNumber, _structureFrame) is > 0 and < OvertakenFrames;

    private void Adopt(ushort frameNumber)
    {
        (_current, _spare) = (_spare, _current);
        Structure = _current;
        _structureFrame = frameNumber;
    }
}
