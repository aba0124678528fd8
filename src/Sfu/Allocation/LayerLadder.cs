using System.Runtime.CompilerServices;
using Sfu.Streams;
using Sfu.Streams.Incoming;
using Sfu.Streams.Layers;

namespace Sfu.Allocation;

/// <summary>
/// The qualities of a camera that can be had now, the cheapest first. Smoothness comes before size: of the smallest picture there is every frame rate, of
/// larger ones the full rate alone.
/// </summary>
internal struct LayerLadder
{
    // All temporal layers of the smallest picture, and the larger ones.
    private const int Capacity = LayerId.MaximumTemporal + LayerId.MaximumSpatial;

    // What sends nothing for so long is not there: the publisher saves on it.
    private const long Silence = 600_000;

    private Options _options;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>One of them, from 0, the cheapest.</summary>
    public readonly LayerOption this[int index] => _options[index];

    /// <summary>What a camera offers.</summary>
    /// <param name="source">The camera.</param>
    /// <param name="maximumHeight">A picture higher than the lowest one that is at least so high is of no use.</param>
    /// <param name="lowestOnly">Of several spatial layers in one stream only the lowest is of use.</param>
    /// <param name="now">The time.</param>
    public static LayerLadder Of(Publication source, int maximumHeight, bool lowestOnly, MediaTime now)
    {
        var ladder = default(LayerLadder);
        foreach (PublishedEncoding encoding in source.Encodings)
        {
            if (encoding.Stream is { } stream && now - stream.LastArrival < Silence)
            {
                int? only = source.IsSimulcast ? encoding.Index : lowestOnly ? 0 : null;
                ladder.Add(stream, only, maximumHeight, now);
            }
        }

        return ladder;
    }

    /// <summary>The highest that is no more than a layer; -1 for none.</summary>
    public readonly int IndexOf(LayerId? layer)
    {
        int best = -1;
        for (int i = 0; i < Count && layer is not null; i++)
        {
            best = _options[i].Layer.IsWithin(layer.Value) ? i : best;
        }

        return best;
    }

    private void Add(IncomingStream stream, int? only, int maximumHeight, MediaTime now)
    {
        for (int spatial = only ?? 0; spatial <= (only ?? (LayerId.MaximumSpatial - 1)); spatial++)
        {
            bool smallest = Count == 0;
            bool large = !smallest && stream.Publication.HeightOf(_options[Count - 1].Layer) is { } below && below >= maximumHeight;
            LayerOption? best = null;
            for (int temporal = 0; temporal < LayerId.MaximumTemporal && !large; temporal++)
            {
                LayerId layer = LayerId.Of(spatial, temporal);
                if (stream.Rates.Has(layer, now))
                {
                    best = new LayerOption(layer, stream.Rates.BitsPerSecond(layer, now));
                    if (smallest)
                    {
                        Add(best.Value);
                    }
                }
            }

            if (!smallest && best is { } full)
            {
                Add(full);
            }
        }
    }

    // A larger picture that costs no more takes the place of the smaller one.
    private void Add(in LayerOption option)
    {
        while (Count > 0 && _options[Count - 1].BitsPerSecond >= option.BitsPerSecond)
        {
            Count--;
        }

        _options[Count++] = option;
    }

    [InlineArray(Capacity)]
    private struct Options
    {
        private LayerOption _first;
    }
}
