using Simulation.Clients;
using Simulation.Codecs;
using Simulation.Network;
using Simulation.Receivers;

namespace Sfu.Tests.Layers;

/// <summary>Spatial layers of one stream, where packets are lost on the way here and on the way to who watches: they are sent again, and the layers go on.</summary>
public sealed class LossyLayersTests
{
    private const int PicturesPerSecond = 30;

    private static readonly LinkSettings Lossy = new(Delay: 20_000, Loss: 0.05);

    private static readonly Dictionary<string, ClientProfile> Cameras = new()
    {
        ["VP9 L3T3"] = ClientProfile.Browser with { VideoCodec = "VP9", Layers = ScalabilityMode.L3T3 },
        ["VP9 L3T3_KEY"] = ClientProfile.Browser with { VideoCodec = "VP9", Layers = ScalabilityMode.L3T3Key },
        ["AV1 L3T3"] = ClientProfile.Browser with { VideoCodec = "AV1", Layers = ScalabilityMode.L3T3 },
        ["AV1 L3T3_KEY"] = ClientProfile.Browser with { VideoCodec = "AV1", Layers = ScalabilityMode.L3T3Key },
    };

    public static TheoryData<string> Kinds => [.. Cameras.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_lost_on_both_ways_is_repaired_without_a_keyframe(string kind)
    {
        using LayerRoom room = NewRoom(kind);
        int requests = room.KeyframeRequests;
        Watch(room, () => room.Run(MediaTime.Seconds(60)));
        Assert.Equal(requests, room.KeyframeRequests);
    }

    /// <summary>What is late of the layer that was left ends the pictures that were begun with it.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Layers_change_amid_losses_without_a_freeze(string kind)
    {
        const int Changes = 10;
        using LayerRoom room = NewRoom(kind);
        MediaTime from = room.Now;
        int requests = room.KeyframeRequests;
        Watch(room, () =>
        {
            for (int change = 0; change < Changes; change++)
            {
                room.Show((0, change % 2 == 0 ? 180 : 720, 0));
                room.Run(MediaTime.Seconds(5));
            }
        });

        Assert.InRange(room.KeyframeRequests - requests, 0, 2 * Changes);
        List<int> heights = [.. room.Pictures(0).Where(picture => picture.Time >= from).Select(picture => room.HeightOf(0, picture))];
        Assert.Contains(180, heights);
        Assert.Contains(720, heights);
    }

    private static LayerRoom NewRoom(string kind)
    {
        var room = new LayerRoom(Cameras[kind], Lossy, cameras: 1, viewers: 2, up: Lossy);
        room.Run(MediaTime.Seconds(15));
        return room;
    }

    // All that is captured meanwhile is seen, but for a few pictures that come too late, and nothing freezes.
    private static void Watch(LayerRoom room, Action happens)
    {
        MediaTime from = room.Now;
        happens();
        VideoReceiver video = room.Viewer.VideoOf(0);
        double seen = room.Pictures(0).Count(picture => picture.Time >= from) / ((room.Now - from) * PicturesPerSecond / 1e6);
        Assert.InRange(seen, 0.99, 1.01);
        Assert.Empty(video.Playback.FreezesBetween(from, room.Now));
        Assert.Equal(0, video.Misnumbered);
    }
}
