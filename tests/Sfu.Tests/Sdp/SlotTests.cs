using Sfu.Sdp;

namespace Sfu.Tests.Sdp;

public sealed class SlotTests
{
    [Theory]
    [InlineData("chromium-room-five-pairs")]
    [InlineData("firefox-room-five-pairs")]
    public void The_nth_audio_and_the_nth_video_section_share_a_slot_and_its_stream(string name)
    {
        NegotiatedSession session = SdpFixture.Answer(name);

        Assert.Equal(Enumerable.Range(0, 6).Select(i => new SlotDescription(i, $"{2 * i}", $"{(2 * i) + 1}")), session.Slots);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (int?)(i / 2)), session.Sections.Select(section => section.Slot));
        for (int i = 0; i < 12; i++)
        {
            string[] answer = SdpFixture.Section(session.AnswerSdp, i);
            string kind = i % 2 == 0 ? "audio" : "video";
            Assert.Contains($"a=msid:slot-{i / 2} slot-{i / 2}-{kind}", answer);
            Assert.Contains($"a=ssrc:{session.Sections[i].LocalSsrc} cname:slot-{i / 2}", answer);
        }
    }

    [Fact]
    public void A_section_that_cannot_receive_has_no_slot()
    {
        string[] sections = SdpFixture.Text("chromium-audio-video").Split("\r\nm=");
        string offer = string.Join("\r\nm=", sections[0], sections[1].Replace("a=sendrecv", "a=sendonly"), sections[2]);

        NegotiatedSession session = SdpFixture.Answer(SdpFixture.Parse(offer));

        Assert.Equal([new SlotDescription(0, null, "1")], session.Slots);
        Assert.Equal((null, null), (session.Sections[0].Slot, session.Sections[0].LocalSsrc));
        string audio = string.Concat(SdpFixture.Section(session.AnswerSdp, 0));
        Assert.DoesNotContain("a=ssrc", audio);
        Assert.DoesNotContain("a=msid", audio);
    }

    [Fact]
    public void Video_without_retransmissions_gets_one_SSRC()
    {
        NegotiatedSection video = SdpFixture.Answer("werift-pairs").Sections[1];

        Assert.NotNull(video.LocalSsrc);
        Assert.Null(video.LocalRtxSsrc);
    }

    [Fact]
    public void Local_SSRCs_are_never_zero_twice_given_or_the_peers_own()
    {
        Queue<uint> numbers = new([0, 1111, 5, 5, 2222, 6, 7]);
        AnswerOptions options = SdpFixture.Options() with { AllocateSsrc = numbers.Dequeue };

        NegotiatedSession session = SdpFixture.Answer("libdatachannel", options);

        Assert.Equal([5u, 6u], session.Sections.Select(section => section.LocalSsrc!.Value));
    }
}
