using Simulation.Clients;
using Simulation.Codecs;
using Simulation.Network;
using Simulation.Receivers;

namespace Sfu.Tests.Layers;

/// <summary>Temporal layers of one stream: who has a narrow way gets fewer pictures, not worse ones, and can decode each of them.</summary>
public sealed class FrameRateTests
{
    // Three fifths of the camera's rate are what half of its pictures cost.
    private const long CameraRate = 1_000_000;
    private const long NarrowWay = 900_000;
    private const int PicturesPerSecond = 30;

    private static readonly LinkSettings Wide = new(Delay: 20_000);

    private static readonly ClientProfile H264 = ClientProfile.Browser with { VideoCodec = "H264" };

    private static readonly Dictionary<string, ClientProfile> Cameras = new()
    {
        ["VP8 L1T2"] = ClientProfile.Browser with { Layers = ScalabilityMode.L1T2 },
        ["VP8 L1T3"] = ClientProfile.Browser with { Layers = ScalabilityMode.L1T3 },
        ["H264 L1T2, by nal_ref_idc"] = H264 with { Layers = ScalabilityMode.L1T2, DependencyDescriptorExtension = 0 },
        ["H264 L1T3, by nal_ref_idc"] = H264 with { Layers = ScalabilityMode.L1T3, DependencyDescriptorExtension = 0 },
        ["H264 L1T2, by descriptor"] = H264 with { Layers = ScalabilityMode.L1T2 },
        ["H264 L1T3, by descriptor"] = H264 with { Layers = ScalabilityMode.L1T3 },
    };

    public static TheoryData<string> Kinds => [.. Cameras.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_narrow_way_gets_half_of_the_pictures_and_decodes_all_that_it_gets(string kind)
    {
        const int Watched = 5;
        using LayerRoom room = Narrowed(kind, seconds: 15);

        MediaTime from = room.Now;
        VideoReceiver narrow = room.Viewer.VideoOf(0);
        (int skipped, int keyframes) = (narrow.Skipped, narrow.KeyframeRequests);
        room.Run(MediaTime.Seconds(Watched));

        List<PlayedPicture> few = [.. narrow.Playback.Pictures.Where(picture => picture.Time >= from)];
        List<PlayedPicture> all = [.. room.Viewers[1].VideoOf(0).Playback.Pictures.Where(picture => picture.Time >= from)];
        int top = Cameras[kind].Layers.Temporal - 1;
        Assert.InRange(all.Count, (Watched * PicturesPerSecond) - 4, (Watched * PicturesPerSecond) + 4);
        Assert.InRange(few.Count, (Watched * PicturesPerSecond / 2) - 4, (Watched * PicturesPerSecond / 2) + 4);
        Assert.Contains(all, picture => picture.Temporal == top);
        Assert.DoesNotContain(few, picture => picture.Temporal == top);
        Assert.Equal((skipped, keyframes), (narrow.Skipped, narrow.KeyframeRequests));
        Assert.Empty(narrow.Playback.FreezesBetween(from, room.Now));
        Assert.Equal(0, narrow.Misnumbered);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_a_narrow_way_carries_goes_on_without_a_pause_and_no_more_is_tried_than_was_found_to_get_through(string kind)
    {
        const long LongestGap = 400_000;
        const int Minute = 60;
        const int Seeds = 5;
        int tries = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            using LayerRoom room = Narrowed(kind, seconds: 10, seed);

            MediaTime from = room.Now;
            long estimates = 0;
            for (int second = 0; second < Minute; second++)
            {
                room.Run(MediaTime.Seconds(1));
                estimates += room.Estimate;
            }

            List<PlayedPicture> pictures = [.. room.Pictures(0).Where(picture => picture.Time >= from)];
            Assert.Empty(room.Viewer.VideoOf(0).Playback.PausesBetween(from, room.Now));
            Assert.All(pictures.Zip(pictures.Skip(1)), pair => Assert.InRange(pair.Second.Time - pair.First.Time, 0, LongestGap));
            Assert.InRange(estimates / Minute, 0.8 * NarrowWay, 1.1 * NarrowWay);
            tries += Tries(pictures, Cameras[kind].Layers.Temporal - 1);
        }

        Assert.InRange(tries, 0, 1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_full_rate_comes_back_without_a_keyframe_when_there_is_room_again(string kind)
    {
        using LayerRoom room = Narrowed(kind, seconds: 15);

        room.Viewer.Down.Settings = Wide;
        int requests = room.KeyframeRequests;
        int skipped = room.Viewer.VideoOf(0).Skipped;
        room.Run(MediaTime.Seconds(20));
        MediaTime from = room.Now;
        room.Run(MediaTime.Seconds(5));

        Assert.InRange(room.Pictures(0).Count(picture => picture.Time >= from), (5 * PicturesPerSecond) - 4, (5 * PicturesPerSecond) + 4);
        Assert.Equal(requests, room.KeyframeRequests);
        Assert.Equal(skipped, room.Viewer.VideoOf(0).Skipped);
    }

    // A camera and two viewers, one of whom has had a narrow way for so long.
    private static LayerRoom Narrowed(string kind, int seconds, int seed = 1)
    {
        var room = new LayerRoom(Cameras[kind] with { MaximumVideoRate = CameraRate }, Wide, cameras: 1, viewers: 2, seed: seed);
        room.Run(MediaTime.Seconds(10));
        room.Viewer.Down.Settings = Wide.Limited(NarrowWay);
        room.Run(MediaTime.Seconds(seconds));
        return room;
    }

    // How often pictures of a layer began to come.
    private static int Tries(IReadOnlyList<PlayedPicture> pictures, int layer)
    {
        const long Apart = 500_000;
        int tries = 0;
        MediaTime last = MediaTime.Zero;
        foreach (PlayedPicture picture in pictures.Where(picture => picture.Temporal == layer))
        {
            tries += picture.Time - last > Apart ? 1 : 0;
            last = picture.Time;
        }

        return tries;
    }
}
