namespace Simulation.Codecs;

/// <summary>
/// Which frames a layered encoder makes and what each depends on: within a layer as libwebrtc's VP8 and VP9 encoders refer to pictures
/// (T0 to T0, T1 to T0, the T2 before T1 to T0, the T2 after it to T1), across layers to the one below.
/// </summary>
internal sealed class ScalabilityStructure(ScalabilityMode mode)
{
    private const byte NotPresent = 0;
    private const byte Discardable = 1;
    private const byte Switch = 2;
    private const byte Required = 3;

    // The last frame of each layer, or -1.
    private readonly int[,] _last = new int[mode.Spatial, mode.Temporal];
    private readonly int[] _chains = new int[mode.Spatial];
    private int _next;
    private int _position;

    public ScalabilityMode Mode => mode;

    /// <summary>Decode targets: one for each pair of layers, the spatial one first.</summary>
    public int Targets => mode.Spatial * mode.Temporal;

    /// <summary>Chains: one for each spatial layer.</summary>
    public int ChainCount => mode.Spatial;

    /// <summary>What the next picture weighs (<see cref="ScalabilityMode.Weight"/>).</summary>
    public double NextWeight(bool key) => mode.Weight(mode.Pattern[key ? 0 : _position]);

    /// <summary>The frames of the next picture, from the lowest spatial layer up.</summary>
    public LayerFrame[] NextPicture(bool key)
    {
        _position = key ? 0 : _position;
        int temporal = mode.Pattern[_position];
        var frames = new LayerFrame[mode.Spatial];
        for (int spatial = 0; spatial < frames.Length; spatial++)
        {
            frames[spatial] = Next(spatial, temporal, key);
        }

        _position = (_position + 1) % mode.Pattern.Length;
        return frames;
    }

    /// <summary>Every kind of frame that there can be, as templates of a Dependency Descriptor: sorted by layers.</summary>
    public static List<LayerFrame> Templates(ScalabilityMode mode)
    {
        var structure = new ScalabilityStructure(mode);
        List<LayerFrame> templates = [];
        for (int picture = 0; picture < 3 * mode.Pattern.Length; picture++)
        {
            foreach (LayerFrame frame in structure.NextPicture(key: picture == 0))
            {
                if (!templates.Exists(frame.IsLike))
                {
                    templates.Add(frame);
                }
            }
        }

        return [.. templates.OrderBy(frame => frame.Spatial).ThenBy(frame => frame.Temporal)];
    }

    private LayerFrame Next(int spatial, int temporal, bool key)
    {
        int number = _next++;
        List<int> references = [];
        if (!key)
        {
            // The T2 after a T1 refers to it; all others to the last T0.
            int layer = temporal == 2 && _position == 3 ? 1 : 0;
            references.Add(number - _last[spatial, layer]);
        }

        if (spatial > 0 && (key || !mode.KeyOnly))
        {
            references.Add(1);
        }

        int[] chains = new int[mode.Spatial];
        for (int chain = 0; chain < chains.Length; chain++)
        {
            chains[chain] = key && spatial == 0 ? 0 : number - _chains[chain];
        }

        for (int chain = 0; chain < chains.Length; chain++)
        {
            bool member = temporal == 0 && (mode.KeyOnly && !key ? spatial == chain : spatial <= chain);
            _chains[chain] = member ? number : _chains[chain];
        }

        _last[spatial, temporal] = number;
        return new LayerFrame(number, spatial, temporal, _position, key, [.. references], Indications(spatial, temporal, key), chains);
    }

    private byte[] Indications(int spatial, int temporal, bool key)
    {
        byte[] indications = new byte[Targets];
        for (int target = 0; target < indications.Length; target++)
        {
            int targetSpatial = target / mode.Temporal;
            int targetTemporal = target % mode.Temporal;
            bool reaches = mode.KeyOnly && !key ? spatial == targetSpatial : spatial <= targetSpatial;
            indications[target] = !reaches || temporal > targetTemporal ? NotPresent
                : key ? Switch
                : spatial < targetSpatial ? Required
                : temporal > 0 && temporal == targetTemporal ? Discardable
                : Switch;
        }

        return indications;
    }
}
