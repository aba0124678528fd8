using Simulation.Clients;
using Simulation.Codecs;
using Simulation.Network;
using Simulation.Receivers;

namespace Sfu.Tests.Layers;

/// <summary>Spatial layers of one stream, where packets are lost on the way here and on the way to who watches: they are sent again, and the layers go on.</summary>
public sealed class LossyLayersTests
{
    private const int PicturesPerSecond = 30;

    // What is lost three times in a row, and asked for each time, comes so late.
    private const long LongestFreeze = 250_000;

    private static readonly LinkSettings Lossy = new(Delay: 20_000, Loss: 0.05);

    private static readonly Dictionary<string, ClientProfile> Cameras = new()
    {
        ["VP9 L3T3"] = ClientProfile.Browser with { VideoCodec = "VP9", Layers = ScalabilityMode.L3T3 },
        ["VP9 L3T3_KEY"] = ClientProfile.Browser with { VideoCodec = "VP9", Layers = ScalabilityMode.L3T3Key },
        ["AV1 L3T3"] = ClientProfile.Browser with { VideoCodec = "AV1", Layers = ScalabilityMode.L3T3 },
        ["AV1 L3T3_KEY"] = ClientProfile.Browser with { VideoCodec = "AV1", Layers = ScalabilityMode.L3T3Key },
    };

    // What is lost follows from the seed. In some of these runs it is the lowest layer of a picture whose highest came, in one the first packet of a keyframe.
    public static TheoryData<string, int> Runs
    {
        get
        {
            TheoryData<string, int> runs = [];
            foreach (string kind in Cameras.Keys)
            {
                foreach (int seed in (ReadOnlySpan<int>)(kind == "VP9 L3T3_KEY" ? [1, 5, 6, 8, 11] : [1, 6]))
                {
                    runs.Add(kind, seed);
                }
            }

            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void What_is_lost_on_both_ways_is_repaired_without_a_keyframe(string kind, int seed)
    {
        using LayerRoom room = NewRoom(kind, seed);
        int requests = room.KeyframeRequests;
        Watch(room, () => room.Run(MediaTime.Seconds(60)));
        Assert.Equal(requests, room.KeyframeRequests);
    }

    /// <summary>What is late of the layer that was left ends the pictures that were begun with it.</summary>
    [Theory]
    [MemberData(nameof(Runs))]
    public void Layers_change_amid_losses_without_a_freeze_that_lasts(string kind, int seed)
    {
        const int Changes = 10;
        using LayerRoom room = NewRoom(kind, seed);
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

    private static LayerRoom NewRoom(string kind, int seed)
    {
        var room = new LayerRoom(Cameras[kind], Lossy, cameras: 1, viewers: 2, up: Lossy, seed);
        room.Run(MediaTime.Seconds(15));
        return room;
    }

    // All that is captured meanwhile is seen, but for a few pictures that come too late, and nothing freezes for longer than repairs take.
    private static void Watch(LayerRoom room, Action happens)
    {
        MediaTime from = room.Now;
        happens();
        VideoReceiver video = room.Viewer.VideoOf(0);
        double seen = room.Pictures(0).Count(picture => picture.Time >= from) / ((room.Now - from) * PicturesPerSecond / 1e6);
        Assert.InRange(seen, 0.99, 1.01);
        Assert.All(
            room.Viewers.SelectMany(viewer => viewer.VideoOf(0).Playback.FreezesBetween(from, room.Now)),
            freeze => Assert.InRange(freeze.Duration, 0, LongestFreeze));
        Assert.Equal(0, video.Misnumbered);
    }
}
