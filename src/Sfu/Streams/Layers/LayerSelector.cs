using System.Runtime.CompilerServices;

namespace Sfu.Streams.Layers;

/// <summary>
/// Which packets of a camera one subscriber gets. What it gets changes only where the receiver can go on decoding: until then the former layer is sent, and what
/// comes late of it is sent afterwards, too. Without it a picture that was begun would lack its end, and all that follow what they refer to.
/// </summary>
internal struct LayerSelector
{
    // Changes from before which packets may come late.
    private const int RememberedChanges = 4;

    private Changes _changes;
    private int _changeCount;

    /// <summary>What is sent; null for nothing.</summary>
    public LayerId? Current { get; private set; }

    /// <summary>What is to be sent; null for nothing.</summary>
    public LayerId? Target { get; private set; }

    /// <summary>Sets what is to be sent. Nothing takes effect at once.</summary>
    public void Aim(LayerId? target)
    {
        Target = target;
        if (target is null)
        {
            Reset();
        }
    }

    /// <summary>The receiver cannot decode what follows: it starts anew.</summary>
    public void Reset()
    {
        Current = null;
        _changeCount = 0;
    }

    /// <summary>What is sent of the picture that a packet of the stream belongs to, which may have come late: from before the last changes what was sent then.</summary>
    public readonly LayerId? LayerOf(in MediaPacket packet)
    {
        LayerId? layer = Current;
        for (int i = _changeCount - 1; i >= 0 && i >= _changeCount - RememberedChanges; i--)
        {
            ref readonly Change change = ref _changes[i % RememberedChanges];
            if (packet.Sequence >= change.Sequence || packet.Timestamp == change.Timestamp)
            {
                break;
            }

            layer = change.Before;
        }

        return layer;
    }

    /// <summary>Whether a packet is to be sent.</summary>
    /// <param name="packet">The packet, which its reader has read last.</param>
    /// <param name="reader">Of the packet's source.</param>
    public bool Select(in MediaPacket packet, LayerReader reader)
    {
        if (Current != Target && packet.Layers.Has(FrameMarks.StartOfFrame))
        {
            Move(packet, reader);
        }

        return Current is { } current && packet.Layers.Present.Contains(current);
    }

    /// <summary>Whether a packet of the stream that is sent, which may have come late, is part of it.</summary>
    public readonly bool IsSelected(in MediaPacket packet) => LayerOf(packet) is { } layer && packet.Layers.Present.Contains(layer);

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
                    _changes[_changeCount++ % RememberedChanges] = new Change(Current, packet.Sequence, packet.Timestamp);
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

    // What was sent before the first packet that came of a picture.
    private readonly record struct Change(LayerId? Before, long Sequence, uint Timestamp);

    [InlineArray(RememberedChanges)]
    private struct Changes
    {
        private Change _first;
    }
}
