namespace Simulation.Codecs;

/// <summary>Writes the Dependency Descriptors of a stream (AV1 RTP, appendix A.8).</summary>
internal sealed class DescriptorWriter(ScalabilityMode mode, int height)
{
    private readonly List<LayerFrame> _templates = ScalabilityStructure.Templates(mode);

    /// <summary>The descriptor of a packet.</summary>
    /// <param name="frame">Its frame.</param>
    /// <param name="first">Whether it is the frame's first packet; that of a keyframe carries the structure.</param>
    /// <param name="last">Whether it is the frame's last packet.</param>
    public byte[] Write(LayerFrame frame, bool first, bool last)
    {
        int template = _templates.FindIndex(frame.IsLike);
        var bits = new Bits();
        bits.Put(first ? 1 : 0, 1);
        bits.Put(last ? 1 : 0, 1);
        bits.Put(template, 6);
        bits.Put(frame.Number & 0xFFFF, 16);
        if (first && frame.IsKeyPicture && frame.Spatial == 0)
        {
            bits.Put(0b10000, 5);
            PutStructure(bits);
        }

        return bits.ToArray();
    }

    private void PutStructure(Bits bits)
    {
        bits.Put(0, 6);
        bits.Put((mode.Spatial * mode.Temporal) - 1, 5);
        for (int i = 1; i < _templates.Count; i++)
        {
            bits.Put(_templates[i].Spatial > _templates[i - 1].Spatial ? 2 : _templates[i].Temporal > _templates[i - 1].Temporal ? 1 : 0, 2);
        }

        bits.Put(3, 2);
        _templates.ForEach(template => Array.ForEach(template.Indications, indication => bits.Put(indication, 2)));
        foreach (LayerFrame template in _templates)
        {
            Array.ForEach(template.References, reference => bits.Put(0b10000 | (reference - 1), 5));
            bits.Put(0, 1);
        }

        bits.PutNonSymmetric(mode.Spatial, (mode.Spatial * mode.Temporal) + 1);
        for (int target = 0; target < mode.Spatial * mode.Temporal; target++)
        {
            bits.PutNonSymmetric(target / mode.Temporal, mode.Spatial);
        }

        _templates.ForEach(template => Array.ForEach(template.Chains, chain => bits.Put(chain, 4)));

        // The sizes of the spatial layers, each half of the one above.
        bits.Put(1, 1);
        for (int spatial = 0; spatial < mode.Spatial; spatial++)
        {
            bits.Put(((height * 16 / 9) >> (mode.Spatial - 1 - spatial)) - 1, 16);
            bits.Put((height >> (mode.Spatial - 1 - spatial)) - 1, 16);
        }
    }
}
