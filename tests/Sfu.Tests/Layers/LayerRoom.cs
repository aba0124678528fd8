using Rtp.HeaderExtensions;
using Simulation.Clients;
using Simulation.Network;
using Simulation.Receivers;
using Simulation.Senders;
using Simulation.World;

namespace Sfu.Tests.Layers;

/// <summary>A room in which some send a camera of several qualities and others, who send nothing, watch.</summary>
internal sealed class LayerRoom : IDisposable
{
    private readonly Simulator _simulator;
    private readonly SimulatedBrowser[] _cameras;
    private readonly SimulatedBrowser[] _viewers;

    /// <summary>Lets everybody join.</summary>
    /// <param name="camera">What those who send are able to do.</param>
    /// <param name="down">The way to those who watch.</param>
    /// <param name="cameras">How many send.</param>
    /// <param name="viewers">How many watch.</param>
    /// <param name="up">The way from everybody, and that to those who send; null for a perfect one.</param>
    /// <param name="seed">All chance comes from it.</param>
    public LayerRoom(ClientProfile camera, LinkSettings down, int cameras, int viewers = 1, LinkSettings? up = null, int seed = 1)
    {
        _simulator = new Simulator(seed);
        ClientProfile viewer = ClientProfile.Browser with { VideoCodec = camera.VideoCodec, ExtraSlots = cameras - 1 };
        _cameras = [.. Enumerable.Range(0, cameras).Select(i => _simulator.NewBrowser($"camera {i}", up, up, camera))];
        _viewers = [.. Enumerable.Range(0, viewers).Select(i => _simulator.NewBrowser($"viewer {i}", up, down, viewer))];
        foreach (SimulatedBrowser client in _cameras)
        {
            client.Join();
            client.Publish();
            Assert.True(_simulator.RunUntil(() => client.Connected));
        }

        _simulator.Connect(_viewers);
    }

    /// <summary>The first of those who watch.</summary>
    public SimulatedBrowser Viewer => _viewers[0];

    public MediaTime Now => _simulator.Now;

    /// <summary>What the engine takes the way to the first of those who watch for, in bits a second.</summary>
    public long Estimate => _simulator.Engine.Find(Viewer.Key)!.Report().Downlink.BitsPerSecond;

    /// <summary>All who watch.</summary>
    public IReadOnlyList<SimulatedBrowser> Viewers => _viewers;

    /// <summary>Requests for keyframes that reached those who send.</summary>
    public int KeyframeRequests => _cameras.Sum(camera => camera.KeyframeRequests.Count);

    public void Run(long microseconds) => _simulator.Run(microseconds);

    /// <summary>All who watch show their slots so.</summary>
    public void Show(params (int Slot, int Height, int Priority)[] tiles)
    {
        foreach (SimulatedBrowser viewer in _viewers)
        {
            _simulator.Apply(new EngineInput.Layout(viewer.Key, [.. tiles.Select(tile => new SlotTile(tile.Slot, tile.Height, tile.Priority))]));
        }
    }

    /// <summary>One of those who send speaks, the others are silent.</summary>
    public void Speak(int camera)
    {
        for (int i = 0; i < _cameras.Length; i++)
        {
            _cameras[i].Microphone.Level = i == camera ? (byte)10 : AudioLevel.Silence;
        }
    }

    /// <summary>The pictures that the first viewer saw in a slot.</summary>
    public IReadOnlyList<PlayedPicture> Pictures(int slot) => Viewer.VideoOf(slot).Playback.Pictures;

    /// <summary>The slots, those first of which the first viewer lately saw the most pictures that are larger than the smallest.</summary>
    public int[] Favoured(long lately) => [.. Enumerable.Range(0, _cameras.Length).OrderByDescending(slot =>
        Pictures(slot).Count(picture => Now - picture.Time < lately && HeightOf(slot, picture) > 180))];

    /// <summary>How high the last picture was that a viewer saw in a slot; the cameras are in the slots in their order.</summary>
    public int HeightOf(int slot, int viewer = 0) => HeightOf(slot, _viewers[viewer].VideoOf(slot).Playback.Pictures[^1]);

    /// <summary>How high a picture is.</summary>
    public int HeightOf(int slot, in PlayedPicture picture)
    {
        uint source = picture.Source;
        Encoding encoding = _cameras[slot].Camera.Encodings.Single(one => one.Stream.Ssrc == source);
        return encoding.Limits.Height >> (_cameras[slot].Profile.Layers.Spatial - 1 - picture.Spatial);
    }

    public void Dispose() => _simulator.Dispose();
}
