using Simulation.Clients;
using Simulation.Codecs;
using Simulation.Network;
using Simulation.Receivers;

namespace Sfu.Tests.Layers;

/// <summary>Which of a camera's qualities somebody gets, by tile, priority, speech and network; and that nobody sees a change.</summary>
public sealed class LayerChoiceTests
{
    private static readonly long SettleTime = MediaTime.Seconds(12);

    public static TheoryData<string> Kinds => [.. Cameras.Keys];

    // Three sizes each: 180, 360 and 720 pixels high.
    private static readonly Dictionary<string, ClientProfile> Cameras = new()
    {
        ["simulcast VP8"] = ClientProfile.Browser with { Rids = ["q", "h", "f"] },
        ["simulcast VP8 L1T3"] = ClientProfile.Browser with { Rids = ["q", "h", "f"], Layers = ScalabilityMode.L1T3 },
        ["simulcast H264"] = ClientProfile.Browser with { Rids = ["q", "h", "f"], VideoCodec = "H264" },
        ["simulcast H264, sizes from parameter sets"] = ClientProfile.Browser with { Rids = ["q", "h", "f"], VideoCodec = "H264", DependencyDescriptorExtension = 0 },
        ["simulcast H264 L1T3"] = ClientProfile.Browser with { Rids = ["q", "h", "f"], VideoCodec = "H264", Layers = ScalabilityMode.L1T3 },
        ["VP9 L3T3"] = ClientProfile.Browser with { VideoCodec = "VP9", Layers = ScalabilityMode.L3T3 },
        ["VP9 L3T3_KEY"] = ClientProfile.Browser with { VideoCodec = "VP9", Layers = ScalabilityMode.L3T3Key },
        ["AV1 L3T3"] = ClientProfile.Browser with { VideoCodec = "AV1", Layers = ScalabilityMode.L3T3 },
        ["AV1 L3T3_KEY"] = ClientProfile.Browser with { VideoCodec = "AV1", Layers = ScalabilityMode.L3T3Key },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_tile_gets_the_smallest_picture_that_fills_it(string camera)
    {
        using var room = new LayerRoom(Cameras[camera], LinkSettings.Perfect, cameras: 1, viewers: 2);
        foreach ((int tile, int picture) in (ReadOnlySpan<(int, int)>)[(90, 180), (180, 180), (181, 360), (360, 360), (361, 720), (2160, 720), (100, 180)])
        {
            room.Show((0, tile, 0));
            room.Run(SettleTime);
            Assert.Equal((tile, picture), (tile, room.HeightOf(0)));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nobody_sees_a_change_while_both_qualities_flow(string camera)
    {
        const int Changes = 12;
        using var room = new LayerRoom(Cameras[camera], new LinkSettings(Delay: 20_000), cameras: 1, viewers: 2);
        room.Run(SettleTime);
        MediaTime from = room.Now;
        int requests = room.KeyframeRequests;
        for (int i = 0; i < Changes; i++)
        {
            room.Show((0, i % 2 == 0 ? 180 : 720, 0));
            room.Run(MediaTime.Seconds(4));
        }

        List<PlayedPicture> pictures = [.. room.Pictures(0).SkipWhile(picture => picture.Time < from)];
        Assert.All(pictures.Zip(pictures.Skip(1)), pair => Assert.InRange(pair.Second.Time - pair.First.Time, 0, 200_000));
        Assert.True(pictures.Zip(pictures.Skip(1)).All(pair => pair.Second.Captured >= pair.First.Captured), "pictures were shown out of order");
        Assert.Contains(pictures, picture => room.HeightOf(0, picture) == 180);
        Assert.Contains(pictures, picture => room.HeightOf(0, picture) == 720);
        Assert.InRange(room.KeyframeRequests - requests, 0, 2 * Changes);
        Assert.Equal(0, room.Viewer.VideoOf(0).Misnumbered);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_tile_that_is_not_shown_costs_nothing(string camera)
    {
        using var room = new LayerRoom(Cameras[camera], LinkSettings.Perfect, cameras: 2);
        room.Show((0, 0, 0), (1, 720, 0));
        room.Run(SettleTime);
        int hidden = room.Viewer.VideoOf(0).Packets;
        room.Run(MediaTime.Seconds(3));
        Assert.InRange(room.Viewer.VideoOf(0).Packets - hidden, 0, 5);
        Assert.Equal(720, room.HeightOf(1));

        room.Show((0, 180, 0));
        room.Run(SettleTime);
        Assert.Equal(180, room.HeightOf(0));
    }

    [Fact]
    public void What_is_left_over_goes_to_who_has_priority_and_to_the_speaker_before_all()
    {
        using var room = new LayerRoom(Cameras["simulcast VP8"], new LinkSettings(Delay: 20_000).Limited(1_350_000), cameras: 3);
        room.Speak(-1);
        room.Show((0, 720, 0), (1, 720, 0), (2, 720, 5));
        room.Run(MediaTime.Seconds(30));
        Assert.Equal(2, room.Favoured(MediaTime.Seconds(15))[0]);

        room.Show((0, 720, 5), (1, 720, 0), (2, 720, 0));
        room.Run(MediaTime.Seconds(30));
        Assert.Equal(0, room.Favoured(MediaTime.Seconds(15))[0]);

        room.Speak(1);
        room.Run(MediaTime.Seconds(30));
        Assert.Equal(1, room.Favoured(MediaTime.Seconds(15))[0]);
    }

    [Fact]
    public void Nobody_is_paused_so_that_one_of_no_more_importance_is_seen()
    {
        const int Count = 4;
        using var room = new LayerRoom(Cameras["simulcast VP8"], new LinkSettings(Delay: 20_000).Limited(450_000), Count);
        room.Speak(-1);
        room.Run(MediaTime.Seconds(45));
        List<(MediaTime From, MediaTime To)>[] pauses = [.. Enumerable.Range(0, Count).Select(slot => room.Viewer.VideoOf(slot).Playback.Pauses)];
        MediaTime[] ends = [.. pauses.SelectMany(slot => slot).Select(pause => pause.To).Where(end => end != MediaTime.Never)];
        Assert.NotEmpty(ends);
        Assert.All(pauses.SelectMany(slot => slot), pause => Assert.DoesNotContain(ends, end => pause.From - end is >= 0 and < 300_000));
    }

    [Fact]
    public void Nobody_is_seen_larger_before_all_are_seen_again()
    {
        LinkSettings wide = new LinkSettings(Delay: 20_000).Limited(2_500_000);
        using var room = new LayerRoom(Cameras["simulcast VP8"], wide, cameras: 3);
        room.Speak(-1);
        room.Run(MediaTime.Seconds(15));
        room.Viewer.Down.Settings = wide.Limited(200_000);
        room.Run(MediaTime.Seconds(5));
        Assert.All(Enumerable.Range(0, 3), slot => Assert.Equal(MediaTime.Never, room.Viewer.VideoOf(slot).Playback.Pauses[^1].To));

        room.Viewer.Down.Settings = wide;
        MediaTime from = room.Now;
        room.Run(MediaTime.Seconds(20));
        MediaTime all = Enumerable.Range(0, 3).Max(slot => room.Viewer.VideoOf(slot).Playback.FirstAfter(from));
        Assert.All(
            Enumerable.Range(0, 3).SelectMany(slot => room.Pictures(slot).Where(picture => picture.Time >= from && picture.Time < all).Select(picture => room.HeightOf(slot, picture))),
            height => Assert.Equal(180, height));
        Assert.Contains(Enumerable.Range(0, 3), slot => room.HeightOf(slot) > 180);
    }

    [Fact]
    public void Thirty_who_change_at_once_ask_the_source_as_one()
    {
        using var room = new LayerRoom(Cameras["simulcast VP8"], new LinkSettings(Delay: 20_000), cameras: 1, viewers: 30);
        room.Show((0, 180, 0));
        room.Run(SettleTime);
        int requests = room.KeyframeRequests;
        room.Show((0, 720, 0));
        room.Run(MediaTime.Seconds(6));
        Assert.All(Enumerable.Range(0, 30), viewer => Assert.Equal(720, room.HeightOf(0, viewer)));
        Assert.InRange(room.KeyframeRequests - requests, 1, 4);
    }
}
