using Sfu.Streams.Incoming;
using Sfu.Streams.Layers;

namespace Sfu.Streams.Outgoing;

/// <summary>Which layer of a publication one subscriber is sent, and the keyframes without which another cannot be entered.</summary>
internal sealed class LayerSwitch
{
    private LayerSelector _selector;

    /// <summary>Aims at the best there is.</summary>
    public LayerSwitch() => _selector.Aim(LayerId.Highest);

    /// <summary>What the layers are of, or null.</summary>
    public Publication? Source { get; private set; }

    /// <summary>The layer that is sent now, or null for none.</summary>
    public LayerId? Current => _selector.Current;

    /// <summary>The layer that is to be sent, or null for none.</summary>
    public LayerId? Target => _selector.Target;

    /// <summary>What is sent of a camera before anything is known of the way: of several streams the lowest.</summary>
    public static LayerId FirstOf(Publication? source) =>
        source is { IsSimulcast: true } ? LayerId.Highest with { Spatial = 0 } : LayerId.Highest;

    /// <summary>The layers are another publication's from now on, or nobody's.</summary>
    public void Carry(Publication? source)
    {
        Source = source;
        _selector.Reset();
        if (Target is not null)
        {
            _selector.Aim(FirstOf(source));
        }
    }

    /// <summary>Sets the layer to be sent; null holds everything back. What is sent now goes on until the receiver can decode the other.</summary>
    /// <returns>Whether it is another than before.</returns>
    public bool Aim(LayerId? target)
    {
        if (target == Target)
        {
            return false;
        }

        _selector.Aim(target);
        RequestSwitch();
        return true;
    }

    /// <summary>What follows does not join what went before.</summary>
    public void Reset() => _selector.Reset();

    /// <summary>Whether a packet is part of what is sent, or begins what is to be sent.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="stream">Where it came from.</param>
    /// <param name="late">Whether later ones were sent already, or held back: a frame of which some were is not one to start with.</param>
    public bool Select(in MediaPacket packet, IncomingStream stream, bool late)
    {
        bool selected = late ? _selector.IsSelected(packet) : _selector.Select(packet, stream.Layers);
        if (packet.Keyframe)
        {
            RequestSwitch();
        }

        return selected;
    }

    /// <summary>What is sent of the picture that a packet of the stream belongs to, or null.</summary>
    public LayerId? LayerOf(in MediaPacket packet) => _selector.LayerOf(packet);

    /// <summary>Whether a packet of the stream that is sent, which may have come late, is part of it.</summary>
    public bool IsSelected(in MediaPacket packet) => _selector.IsSelected(packet);

    /// <summary>The receiver cannot decode any more.</summary>
    public void RequestKeyframe()
    {
        if ((Current ?? Target) is { } layer)
        {
            Source?.RequestKeyframe(Source.EncodingOf(layer));
        }
    }

    /// <summary>Asks for the keyframe without which the layer that is to be sent cannot be entered.</summary>
    public void RequestSwitch()
    {
        if (Source is null || Target is not { } target || Current == target)
        {
            return;
        }

        PublishedEncoding encoding = Source.EncodingOf(target);
        if (Current is not { } current
            || encoding != Source.EncodingOf(current)
            || (encoding.Stream?.Layers.NeedsKeyframe(target, current) ?? true))
        {
            Source.RequestKeyframe(encoding);
        }
    }
}
