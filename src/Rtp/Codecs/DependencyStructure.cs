namespace Rtp.Codecs;

/// <summary>
/// The template dependency structure (AV1 RTP, appendix A.8): what the descriptors of all frames refer to until the next one. Its
/// size is fixed: at most 64 templates, 32 decode targets, 32 chains, 4 spatial and 8 temporal layers.
/// </summary>
public sealed class DependencyStructure
{
    /// <summary>The most templates.</summary>
    public const int MaximumTemplates = 64;

    /// <summary>The most decode targets, and chains.</summary>
    public const int MaximumDecodeTargets = 32;

    /// <summary>The most spatial layers: what AV1 has.</summary>
    public const int MaximumSpatialLayers = 4;

    /// <summary>The most temporal layers: what AV1 has.</summary>
    public const int MaximumTemporalLayers = 8;

    private const int NextTemporalLayer = 1;
    private const int NextSpatialLayer = 2;
    private const int NoMoreLayers = 3;

    private readonly DependencyTemplate[] _templates = new DependencyTemplate[MaximumTemplates];
    private readonly (byte SpatialId, byte TemporalId)[] _targetLayers = new (byte, byte)[MaximumDecodeTargets];
    private readonly byte[] _targetChains = new byte[MaximumDecodeTargets];
    private readonly (int Width, int Height)[] _resolutions = new (int, int)[MaximumSpatialLayers];

    internal DependencyStructure()
    {
    }

    /// <summary>What is added to a template's index to make its identifier, modulo 64.</summary>
    public int TemplateIdOffset { get; private set; }

    /// <summary>How many templates there are.</summary>
    public int TemplateCount { get; private set; }

    /// <summary>How many decode targets there are.</summary>
    public int DecodeTargetCount { get; private set; }

    /// <summary>How many chains there are, at most as many as decode targets.</summary>
    public int ChainCount { get; private set; }

    /// <summary>How many spatial layers there are.</summary>
    public int SpatialLayerCount { get; private set; }

    /// <summary>How many temporal layers there are.</summary>
    public int TemporalLayerCount { get; private set; }

    /// <summary>Whether the sizes of the spatial layers are known.</summary>
    public bool HasResolutions { get; private set; }

    /// <summary>The templates.</summary>
    public ReadOnlySpan<DependencyTemplate> Templates => _templates.AsSpan(0, TemplateCount);

    /// <summary>The highest layers of each decode target.</summary>
    public ReadOnlySpan<(byte SpatialId, byte TemporalId)> TargetLayers => _targetLayers.AsSpan(0, DecodeTargetCount);

    /// <summary>The chain that protects each decode target; empty without chains.</summary>
    public ReadOnlySpan<byte> TargetChains => _targetChains.AsSpan(0, ChainCount == 0 ? 0 : DecodeTargetCount);

    /// <summary>The greatest size in pixels of each spatial layer; empty when it is not known.</summary>
    public ReadOnlySpan<(int Width, int Height)> Resolutions => _resolutions.AsSpan(0, HasResolutions ? SpatialLayerCount : 0);

    /// <summary>A mask with a bit for every decode target.</summary>
    public uint AllTargets => uint.MaxValue >> (MaximumDecodeTargets - DecodeTargetCount);

    /// <summary>Replaces the structure by what is read. When that is malformed, so the reader says, the structure is of no use.</summary>
    internal void Read(ref BitReader reader)
    {
        TemplateIdOffset = (int)reader.Read(6);
        DecodeTargetCount = (int)reader.Read(5) + 1;
        ReadLayers(ref reader);
        ReadIndications(ref reader);
        ReadReferences(ref reader);
        ReadChains(ref reader);
        HasResolutions = reader.ReadFlag();
        for (int i = 0; i < Resolutions.Length; i++)
        {
            _resolutions[i] = ((int)reader.Read(16) + 1, (int)reader.Read(16) + 1);
        }
    }

    private void ReadLayers(ref BitReader reader)
    {
        TemplateCount = 0;
        int spatialId = 0;
        int temporalId = 0;
        int highestTemporalId = 0;
        uint next = 0;
        while (next != NoMoreLayers)
        {
            spatialId += next == NextSpatialLayer ? 1 : 0;
            temporalId = next == NextSpatialLayer ? 0 : temporalId + (next == NextTemporalLayer ? 1 : 0);
            if (TemplateCount == MaximumTemplates || spatialId == MaximumSpatialLayers || temporalId == MaximumTemporalLayers)
            {
                reader.Invalidate();
                break;
            }

            highestTemporalId = Math.Max(highestTemporalId, temporalId);
            _templates[TemplateCount++] = new DependencyTemplate { SpatialId = (byte)spatialId, TemporalId = (byte)temporalId };
            next = reader.Read(2);
        }

        SpatialLayerCount = Math.Min(spatialId + 1, MaximumSpatialLayers);
        TemporalLayerCount = highestTemporalId + 1;
    }

    // A target's layers are the highest among the templates that are part of it (decode_target_layers).
    private void ReadIndications(ref BitReader reader)
    {
        _targetLayers.AsSpan().Clear();
        foreach (ref DependencyTemplate template in _templates.AsSpan(0, TemplateCount))
        {
            template.Indications = DecodeTargetIndications.Read(ref reader, DecodeTargetCount);
            for (uint present = template.Indications.Present; present != 0; present &= present - 1)
            {
                ref (byte SpatialId, byte TemporalId) layers = ref _targetLayers[System.Numerics.BitOperations.TrailingZeroCount(present)];
                layers = (Math.Max(layers.SpatialId, template.SpatialId), Math.Max(layers.TemporalId, template.TemporalId));
            }
        }
    }

    private void ReadReferences(ref BitReader reader)
    {
        foreach (ref DependencyTemplate template in _templates.AsSpan(0, TemplateCount))
        {
            var references = default(FrameDifferences);
            while (reader.ReadFlag())
            {
                if (!references.TryAdd((int)reader.Read(4) + 1))
                {
                    reader.Invalidate();
                }
            }

            template.References = references;
        }
    }

    private void ReadChains(ref BitReader reader)
    {
        ChainCount = reader.ReadNonSymmetric(DecodeTargetCount + 1);
        for (int i = 0; i < TargetChains.Length; i++)
        {
            _targetChains[i] = (byte)reader.ReadNonSymmetric(ChainCount);
        }

        foreach (ref DependencyTemplate template in _templates.AsSpan(0, TemplateCount))
        {
            var chains = default(ChainDifferences);
            for (int i = 0; i < ChainCount; i++)
            {
                chains[i] = (byte)reader.Read(4);
            }

            template.Chains = chains;
        }
    }
}
