namespace Sfu.Streams.Layers;

/// <summary>
/// Which packets of a camera one subscriber gets. What it gets changes only where the receiver can go on decoding: until then the former layer is sent.
/// </summary>
internal struct LayerSelector
{
    /// <summary>What is sent; null for nothing.</summary>
    public LayerId? Current { get; private set; }

    /// <summary>What is to be sent; null for nothing.</summary>
    public LayerId? Target { get; private set; }

    /// <summary>Sets what is to be sent. Nothing takes effect at once.</summary>
    public void Aim(LayerId? target)
    {
        Target = target;
        Current = target is null ? null : Current;
    }

    /// <summary>The receiver cannot decode what follows: it starts anew.</summary>
    public void Reset() => Current = null;

    /// <summary>Whether a packet is to be sent.</summary>
    /// <param name="packet">The packet, which its reader has read last.</param>
    /// <param name="reader">Of the packet's source.</param>
    public bool Select(in MediaPacket packet, LayerReader reader)
    {
        if (Current != Target && packet.Layers.Has(FrameMarks.StartOfFrame))
        {
            Move(packet, reader);
        }

        return IsSelected(packet);
    }

    /// <summary>Whether a packet is part of what is sent.</summary>
    public readonly bool IsSelected(in MediaPacket packet) => Current is { } current && packet.Layers.Present.Contains(current);

    // As near to the target as may be from here.
    private void Move(in MediaPacket packet, LayerReader reader)
    {
        if (Target is not { } target)
        {
            return;
        }

        LayerId from = Current ?? target with { Spatial = 0 };
        int spatialStep = Math.Sign(from.Spatial - target.Spatial);
        int temporalStep = Math.Sign(from.Temporal - target.Temporal);
        for (int spatial = target.Spatial; ; spatial += spatialStep)
        {
            for (int temporal = target.Temporal; ; temporal += temporalStep)
            {
                var candidate = new LayerId((byte)spatial, (byte)temporal);
                if (candidate != Current && reader.CanEnter(packet, candidate, Current))
                {
                    Current = candidate;
                    return;
                }

                if (temporal == from.Temporal)
                {
                    break;
                }
            }

            if (spatial == from.Spatial)
            {
                return;
            }
        }
    }
}
