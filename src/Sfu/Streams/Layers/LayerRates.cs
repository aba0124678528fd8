using System.Numerics;
using Sfu.Streams.Incoming;

namespace Sfu.Streams.Layers;

/// <summary>What the layers of one source cost, each with all that it builds on.</summary>
internal sealed class LayerRates
{
    private readonly RateMeter[] _meters = new RateMeter[LayerId.Maximum];
    private readonly LayerSet[] _present = new LayerSet[LayerId.Maximum];
    private uint _seen;

    /// <summary>Counts a packet.</summary>
    /// <param name="layers">Its layers.</param>
    /// <param name="payload">Bytes of payload.</param>
    /// <param name="now">When it came.</param>
    public void Add(in FrameLayers layers, int payload, MediaTime now)
    {
        int layer = layers.Layer.Index;
        _meters[layer].Add(payload, now);
        _present[layer] = layers.Present;
        _seen |= 1u << layer;
    }

    /// <summary>Whether a layer has frames of its own now.</summary>
    public bool Has(LayerId layer, MediaTime now) => ((_seen >> layer.Index) & 1) != 0 && _meters[layer.Index].BitsPerSecond(now) > 0;

    /// <summary>What who gets a layer is sent, in bits a second on the wire.</summary>
    public long BitsPerSecond(LayerId layer, MediaTime now)
    {
        long rate = 0;
        for (uint seen = _seen; seen != 0; seen &= seen - 1)
        {
            int other = BitOperations.TrailingZeroCount(seen);
            rate += _present[other].Contains(layer) ? _meters[other].BitsPerSecond(now) : 0;
        }

        return rate;
    }
}
