using System.Numerics;
using System.Text;
using Rtp.Codecs;

namespace Rtp.Tests.Codecs;

/// <summary>A made-up dependency structure, its descriptor as a text of bits, and what a reader has to find in it.</summary>
internal sealed class StructureSample
{
    private readonly int _targets;
    private readonly int _chains;
    private readonly int _offset;
    private readonly List<(int SpatialId, int TemporalId)> _layers = [(0, 0)];
    private readonly int[][] _indications;
    private readonly int[][] _references;
    private readonly int[][] _chainDifferences;
    private readonly int[] _targetChains;
    private readonly (int Width, int Height)[] _resolutions;
    private readonly Random _random;
    private readonly StringBuilder _bits = new();

    public StructureSample(int targets, int chains, int offset, int[] nextLayers, Random random)
    {
        (_targets, _chains, _offset, _random) = (targets, chains, offset, random);
        Put(0b11, 2);
        Put(offset, 6);
        Put(7, 16);
        Put(0b10000, 5);
        Put(offset, 6);
        Put(targets - 1, 5);
        foreach (int next in nextLayers)
        {
            (int spatialId, int temporalId) = _layers[^1];
            (int, int) layer = next switch { 0 => (spatialId, temporalId), 1 => (spatialId, temporalId + 1), _ => (spatialId + 1, 0) };
            if (layer.Item1 < 4 && layer.Item2 < 8)
            {
                _layers.Add(layer);
                Put(next, 2);
            }
        }

        Put(3, 2);
        _indications = [.. _layers.Select(_ => Many(targets, 4))];
        Put(_indications.SelectMany(i => i), 2);
        _references = [.. _layers.Select(_ => Many(Value(17), 16))];
        foreach (int[] references in _references)
        {
            Put(references.Select(r => 0b10000 | r), 5);
            Put(0, 1);
        }

        PutNonSymmetric(chains, targets + 1);
        _targetChains = chains == 0 ? [] : Many(targets, chains);
        Array.ForEach(_targetChains, c => PutNonSymmetric(c, chains));
        _chainDifferences = [.. _layers.Select(_ => Many(chains, 16))];
        Put(_chainDifferences.SelectMany(c => c), 4);
        _resolutions = Value(2) == 0 ? [] : [.. Enumerable.Range(0, _layers[^1].SpatialId + 1).Select(_ => (Value(65536), Value(65536)))];
        Put(_resolutions.Length == 0 ? 0 : 1, 1);
        Put(_resolutions.SelectMany(r => new[] { r.Width, r.Height }), 16);
    }

    public string Descriptor => _bits.ToString();

    public void AssertEquals(DependencyStructure structure)
    {
        Assert.Equal((_targets, _chains, _offset), (structure.DecodeTargetCount, structure.ChainCount, structure.TemplateIdOffset));
        Assert.Equal(_layers[^1].SpatialId + 1, structure.SpatialLayerCount);
        Assert.Equal(_layers.Max(l => l.TemporalId) + 1, structure.TemporalLayerCount);
        Assert.Equal(_targetChains, structure.TargetChains.ToArray().Select(c => (int)c));
        Assert.Equal(_resolutions.Select(r => (r.Width + 1, r.Height + 1)), structure.Resolutions.ToArray());
        Assert.Equal(_layers.Count, structure.TemplateCount);
        for (int i = 0; i < _layers.Count; i++)
        {
            DependencyTemplate template = structure.Templates[i];
            FrameDifferences references = template.References;
            ChainDifferences chains = template.Chains;
            Assert.Equal(_layers[i], (template.SpatialId, template.TemporalId));
            Assert.Equal(_indications[i], Enumerable.Range(0, _targets).Select(t => (int)template.Indications[t]));
            Assert.Equal(_references[i].Select(r => r + 1), Enumerable.Range(0, references.Count).Select(r => references[r]));
            Assert.Equal(_chainDifferences[i], Enumerable.Range(0, _chains).Select(c => (int)chains[c]));
        }

        for (int target = 0; target < _targets; target++)
        {
            (int SpatialId, int TemporalId)[] present = [.. _layers.Where((_, i) => _indications[i][target] != 0)];
            Assert.Equal(
                present.Length == 0 ? (0, 0) : (present.Max(l => l.SpatialId), present.Max(l => l.TemporalId)),
                structure.TargetLayers[target]);
        }
    }

    private int Value(int limit) => _random.Next(limit);

    private int[] Many(int count, int limit) => [.. Enumerable.Range(0, count).Select(_ => Value(limit))];

    private void Put(int value, int bits) => _bits.Append(Convert.ToString(value, 2).PadLeft(bits, '0'));

    private void Put(IEnumerable<int> values, int bits)
    {
        foreach (int value in values)
        {
            Put(value, bits);
        }
    }

    // The encoder's side of ns(n), AV1 specification section 4.10.7: the first values are one bit shorter than the others.
    private void PutNonSymmetric(int value, int limit)
    {
        int width = BitOperations.Log2((uint)limit) + 1;
        int shorter = (1 << width) - limit;
        if (value >= shorter)
        {
            Put(value + shorter, width);
        }
        else if (width > 1)
        {
            Put(value, width - 1);
        }
    }
}
