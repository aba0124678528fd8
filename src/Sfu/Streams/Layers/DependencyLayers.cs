using Rtp.Codecs;

namespace Sfu.Streams.Layers;

/// <summary>
/// The layers of a stream with Dependency Descriptors (AV1 RTP, appendix A), for AV1, H.264 and VP9 alike. Which frames a decode target has, and where it
/// may be entered ("switch", appendix A.8.3), stands in the descriptors; the frame at which it is entered can be decoded by who got what it refers to.
/// </summary>
/// <param name="encoding">Which of several simulcast streams it is; null for the only one.</param>
internal sealed class DependencyLayers(int? encoding)
{
    // A frame that refers to one further back is not one to enter a layer at.
    private const int Remembered = 256;

    private readonly DependencyDescriptorReader _reader = new();
    private readonly sbyte[] _targets = new sbyte[LayerId.Maximum];
    private readonly uint[] _parts = new uint[DependencyStructure.MaximumDecodeTargets];
    private readonly Frame[] _frames = new Frame[Remembered];
    private DependencyStructure? _structure;
    private DependencyDescriptor _last;
    private uint _lastTargets;
    private LayerSet _lastPresent;

    /// <summary>Reads a packet's descriptor.</summary>
    /// <param name="data">The descriptor.</param>
    /// <param name="packet">Takes what is read.</param>
    /// <returns>False, with nothing changed, when it cannot be read.</returns>
    public bool TryRead(ReadOnlySpan<byte> data, ref MediaPacket packet)
    {
        if (!_reader.TryRead(data, out DependencyDescriptor descriptor))
        {
            return false;
        }

        if (!ReferenceEquals(_reader.Structure, _structure))
        {
            Adopt(_reader.Structure!);
        }

        _last = descriptor;
        LayerSet present = PresentIn(descriptor.Frame.Indications.Present);
        _frames[descriptor.FrameNumber % Remembered] = new Frame(descriptor.FrameNumber, packet.Timestamp, descriptor.Frame.SpatialId, present, true);
        packet.Descriptor = descriptor.Layout;
        packet.Layers = new FrameLayers
        {
            Layer = LayerId.Of(encoding ?? descriptor.Frame.SpatialId, descriptor.Frame.TemporalId),
            Present = present,
            Marks = (descriptor.StartOfFrame ? FrameMarks.StartOfFrame : FrameMarks.None) | (descriptor.EndOfFrame ? FrameMarks.EndOfFrame : FrameMarks.None),
        };
        return true;
    }

    /// <summary>Whether another layer can be decoded from the frame on that was read last.</summary>
    public bool CanEnter(in MediaPacket packet, LayerId target, LayerId? current)
    {
        int decodeTarget = _targets[target.Index];
        if (decodeTarget < 0)
        {
            return false;
        }

        if (current is { } from && IsPartOf(target, from))
        {
            return packet.Layers.Has(FrameMarks.StartOfPicture);
        }

        if (_last.Frame.Indications[decodeTarget] != DecodeTargetIndication.Switch)
        {
            return false;
        }

        for (int i = 0; i < _last.Frame.References.Count; i++)
        {
            if (!WasSent(_last.Frame.References[i], packet.Timestamp, current))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a layer's frames are all among those of another.</summary>
    public bool IsPartOf(LayerId part, LayerId whole)
    {
        int partTarget = _targets[part.Index];
        int wholeTarget = _targets[whole.Index];
        return partTarget >= 0 && wholeTarget >= 0 && ((_parts[wholeTarget] >> partTarget) & 1) != 0;
    }

    /// <summary>The decode targets that a layer's frames make whole, a bit each.</summary>
    /// <param name="layer">What is sent.</param>
    /// <param name="all">Whether these are all.</param>
    public uint ActiveTargets(LayerId layer, out bool all)
    {
        int decodeTarget = _targets[layer.Index];
        uint active = decodeTarget < 0 ? 0 : _parts[decodeTarget];
        all = active == _structure!.AllTargets;
        return active;
    }

    /// <summary>Pixels that the picture of a spatial layer (or the highest) is high, or null where the stream does not say it.</summary>
    public int? HeightOf(int spatial) =>
        _structure is { HasResolutions: true } known ? known.Resolutions[Math.Min(spatial, known.SpatialLayerCount - 1)].Height : null;

    // Whether who got a layer has a frame that lies so far back. With the last frame of a layer the picture ended: nothing of the same picture goes on from there.
    private bool WasSent(int difference, uint timestamp, LayerId? current)
    {
        ushort number = (ushort)(_last.FrameNumber - difference);
        Frame frame = _frames[number % Remembered];
        return current is { } from && frame.Known && frame.Number == number && frame.Present.Contains(from)
            && (frame.Timestamp != timestamp || frame.Spatial < from.Spatial);
    }

    private LayerSet PresentIn(uint targets)
    {
        if (targets != _lastTargets)
        {
            _lastTargets = targets;
            _lastPresent = Expand(targets);
        }

        return _lastPresent;
    }

    private LayerSet Expand(uint targets)
    {
        uint bits = 0;
        for (int layer = 0; layer < LayerId.Maximum; layer++)
        {
            bits |= _targets[layer] >= 0 ? ((targets >> _targets[layer]) & 1) << layer : 0;
        }

        return new LayerSet(bits);
    }

    private void Adopt(DependencyStructure structure)
    {
        _structure = structure;
        for (int spatial = 0; spatial < LayerId.MaximumSpatial; spatial++)
        {
            for (int temporal = 0; temporal < LayerId.MaximumTemporal; temporal++)
            {
                _targets[new LayerId((byte)spatial, (byte)temporal).Index] = encoding is null || encoding == spatial
                    ? FindTarget(structure.TargetLayers, encoding is null ? spatial : LayerId.MaximumSpatial, temporal)
                    : (sbyte)-1;
            }
        }

        _parts.AsSpan().Fill(structure.AllTargets);
        foreach (DependencyTemplate template in structure.Templates)
        {
            // Whoever lacks the frame is no whole of which a target with it could be a part.
            uint present = template.Indications.Present;
            for (int whole = 0; whole < structure.DecodeTargetCount; whole++)
            {
                _parts[whole] &= ((present >> whole) & 1) != 0 ? uint.MaxValue : ~present;
            }
        }

        _lastPresent = Expand(_lastTargets);
    }

    // The best decode target within a layer: a receiver that wants more than there is gets what there is.
    private static sbyte FindTarget(ReadOnlySpan<(byte SpatialId, byte TemporalId)> layers, int spatial, int temporal)
    {
        sbyte best = -1;
        for (int i = 0; i < layers.Length; i++)
        {
            if (layers[i].SpatialId <= spatial && layers[i].TemporalId <= temporal
                && (best < 0 || layers[i].CompareTo(layers[best]) > 0))
            {
                best = (sbyte)i;
            }
        }

        return best;
    }

    private readonly record struct Frame(ushort Number, uint Timestamp, int Spatial, LayerSet Present, bool Known);
}
