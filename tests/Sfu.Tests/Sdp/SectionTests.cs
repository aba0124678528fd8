using Rtp.HeaderExtensions;
using Sfu.Sdp;

namespace Sfu.Tests.Sdp;

/// <summary>What the engine learns of each section.</summary>
public sealed class SectionTests
{
    private const RtcpFeedback AllVideoFeedback =
        RtcpFeedback.Nack | RtcpFeedback.NackPli | RtcpFeedback.CcmFir | RtcpFeedback.Remb | RtcpFeedback.TransportCc;

    [Fact]
    public void Chromium_video_codecs_come_in_the_servers_order_with_their_retransmissions()
    {
        NegotiatedSection video = SdpFixture.Answer("chromium-audio-video").Sections[1];

        Assert.Equal(
            [
                ("VP8", 96, 97, ""),
                ("VP9", 98, 99, "profile-id=0"),
                ("H264/constrained-baseline", 108, 109, "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"),
                ("H264/baseline", 102, 103, "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f"),
                ("H264/main", 116, 117, "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=4d001f"),
                ("AV1", 45, 46, "level-idx=5;profile=0;tier=0"),
            ],
            video.Codecs.Select(codec => (codec.Format, codec.PayloadType, codec.RtxPayloadType!.Value, codec.Fmtp)));
        Assert.All(video.Codecs, codec => Assert.Equal((AllVideoFeedback, 90000), (codec.Feedback, codec.ClockRate)));
    }

    [Fact]
    public void Safari_gets_the_servers_order_and_not_its_own()
    {
        NegotiatedSection video = SdpFixture.Answer("safari-17").Sections[1];

        Assert.Equal(
            ["VP8", "VP9", "H264/constrained-baseline", "H264/constrained-high", "AV1"],
            video.Codecs.Select(codec => codec.Format));
        Assert.Equal("", video.Codecs[^1].Fmtp);
    }

    [Fact]
    public void Preferences_choose_and_order_codecs()
    {
        AnswerOptions options = SdpFixture.Options() with { VideoCodecs = ["av1", "H264"] };

        NegotiatedSection video = SdpFixture.Answer("chromium-audio-video", options).Sections[1];

        Assert.Equal(45, video.Codecs[0].PayloadType);
        Assert.All(video.Codecs.Skip(1), codec => Assert.Equal("H264", codec.Name));
    }

    [Fact]
    public void Redundant_audio_is_agreed_only_when_asked_for()
    {
        NegotiatedSession without = SdpFixture.Answer("chromium-audio-video");
        NegotiatedSession with = SdpFixture.Answer("chromium-audio-video", SdpFixture.Options() with { UseAudioRedundancy = true });

        Assert.Null(without.Sections[0].Codecs.Single().RedPayloadType);
        Assert.Equal(63, with.Sections[0].Codecs.Single().RedPayloadType);
        Assert.Equal("m=audio 9 UDP/TLS/RTP/SAVPF 63 111", SdpFixture.Section(with.AnswerSdp, 0)[0]);
        Assert.Contains("a=fmtp:63 111/111", SdpFixture.Section(with.AnswerSdp, 0));
    }

    [Fact]
    public void Names_of_codecs_are_spelt_as_the_peer_spells_them()
    {
        NegotiatedSession session = SdpFixture.Answer("werift-pairs");

        Assert.Equal("opus", session.Sections[0].Codecs.Single().Format);
        Assert.Contains("a=rtpmap:96 OPUS/48000/2", session.AnswerSdp);
    }

    [Theory]
    [InlineData("packetization-mode=1;profile-level-id=42e01f", "H264/constrained-baseline")]
    [InlineData("packetization-mode=1;profile-level-id=42C01F", "H264/constrained-baseline")]
    [InlineData("packetization-mode=1;profile-level-id=4d8028", "H264/constrained-baseline")]
    [InlineData("PROFILE-LEVEL-ID=640c1f; packetization-mode=1 ", "H264/constrained-high")]
    [InlineData("packetization-mode=1;profile-level-id=640032", "H264/high")]
    [InlineData("packetization-mode=1;profile-level-id=f4001f", "H264/f400")]
    [InlineData("packetization-mode=1", "H264/baseline")]
    [InlineData("packetization-mode=0;profile-level-id=42e01f", null)]
    [InlineData("profile-level-id=42e01f", null)]
    [InlineData("packetization-mode=1;profile-level-id=42e0", null)]
    [InlineData("packetization-mode=1;profile-level-id=+2e01f", null)]
    public void H264_formats_are_told_apart_by_profile(string fmtp, string? format)
    {
        string offer = SdpFixture.Text("libdatachannel")
            .Replace("profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1", fmtp);

        NegotiatedSection video = SdpFixture.Answer(SdpFixture.Parse(offer)).Sections[1];

        Assert.Equal(format, video.Codecs.FirstOrDefault(codec => codec.Name == "H264")?.Format);
    }

    [Theory]
    [InlineData("a=rtcp-fb:96 nack\r\n", "a=rtcp-fb:* nack\r\n", RtcpFeedback.Nack | RtcpFeedback.NackPli | RtcpFeedback.Remb)]
    [InlineData("a=rtcp-fb:96 nack\r\n", "a=rtcp-fb:* ccm fir\r\n", RtcpFeedback.CcmFir | RtcpFeedback.NackPli | RtcpFeedback.Remb)]
    [InlineData("a=rtcp-fb:96 nack pli\r\n", "a=rtcp-fb:96 nack rpsi\r\n", RtcpFeedback.Nack | RtcpFeedback.Remb)]
    public void Feedback_is_what_both_sides_know(string part, string replacement, RtcpFeedback expected)
    {
        string offer = SdpFixture.Text("libdatachannel").Replace(part, replacement);

        NegotiatedSection video = SdpFixture.Answer(SdpFixture.Parse(offer)).Sections[1];

        Assert.Equal(expected, video.Codecs.Single(codec => codec.Name == "VP8").Feedback);
    }

    [Fact]
    public void Payload_types_that_look_like_RTCP_are_not_agreed()
    {
        string offer = SdpFixture.Text("libdatachannel").Replace("SAVPF 96 97", "SAVPF 72 97").Replace(":96 ", ":72 ");

        NegotiatedSection video = SdpFixture.Answer(SdpFixture.Parse(offer)).Sections[1];

        Assert.Equal(97, video.Codecs.Single().PayloadType);
    }

    [Fact]
    public void Streams_and_their_retransmissions_are_paired()
    {
        NegotiatedSession chromium = SdpFixture.Answer("chromium-audio-video");
        NegotiatedSession firefox = SdpFixture.Answer("firefox-simulcast");

        Assert.Null(Assert.Single(chromium.Sections[0].RemoteSources).RtxSsrc);
        Assert.NotNull(Assert.Single(chromium.Sections[1].RemoteSources).RtxSsrc);
        Assert.Equal(
            [new RemoteSource(2073498525, 2972946720), new RemoteSource(913074716, 1481264925), new RemoteSource(2990545985, 933549447)],
            firefox.Sections[1].RemoteSources);
    }

    [Theory]
    [InlineData("chromium-simulcast")]
    [InlineData("firefox-simulcast")]
    public void Simulcast_is_received_in_the_offered_order(string name)
    {
        NegotiatedSession session = SdpFixture.Answer(name);

        Assert.Equal(["q", "h", "f"], session.Sections[1].SimulcastRids.Select(rid => rid.Id));
        string[] answer = SdpFixture.Section(session.AnswerSdp, 1);
        Assert.Contains("a=rid:q recv", answer);
        Assert.Contains("a=simulcast:recv q;h;f", answer);
    }

    [Fact]
    public void Simulcast_that_is_not_wanted_is_not_answered()
    {
        NegotiatedSession session = SdpFixture.Answer("chromium-simulcast", SdpFixture.Options() with { UseSimulcast = false });
        Assert.Empty(session.Sections[1].SimulcastRids);
        Assert.DoesNotContain("a=simulcast", session.AnswerSdp);
        Assert.DoesNotContain("a=rid", session.AnswerSdp);
    }

    [Theory]
    [InlineData("VP8", false)]
    [InlineData("AV1", true)]
    public void The_dependency_descriptor_is_taken_where_VP8_is_not_what_the_peer_sends(string codec, bool taken)
    {
        NegotiatedSession session = SdpFixture.Answer("chromium-simulcast", SdpFixture.Options() with { VideoCodecs = [codec, "VP9"] });
        Assert.Equal(taken, session.Sections[1].HeaderExtensions.Any(extension => extension.Uri == Rtp.HeaderExtensions.HeaderExtensionUri.DependencyDescriptor));
    }

    [Fact]
    public void Who_only_receives_is_told_of_frames_by_dependency_descriptors_whatever_it_prefers()
    {
        string offer = SdpFixture.Text("chromium-simulcast").Replace("a=sendrecv", "a=recvonly", StringComparison.Ordinal).Replace("a=sendonly", "a=recvonly", StringComparison.Ordinal);
        NegotiatedSession session = SdpFixture.Answer(SdpFixture.Parse(offer), SdpFixture.Options() with { VideoCodecs = ["VP8", "AV1"] });
        Assert.Contains(session.Sections[1].HeaderExtensions, extension => extension.Uri == Rtp.HeaderExtensions.HeaderExtensionUri.DependencyDescriptor);
    }

    [Fact]
    public void Of_simulcast_at_most_three_usable_streams_are_received()
    {
        string offer = SdpFixture.Text("chromium-simulcast")
            .Replace("a=rid:q send\r\n", "a=rid:a send pt=13\r\na=rid:b send pt=96,98;max-width=640\r\na=rid:c recv\r\na=rid:q send\r\n")
            .Replace("a=simulcast:send q;h;f", "a=simulcast:send a;b,q;c;x;~h;h;f;q");

        NegotiatedSession session = SdpFixture.Answer(SdpFixture.Parse(offer));

        Assert.Equal(["b", "h", "f"], session.Sections[1].SimulcastRids.Select(rid => rid.Id));
        Assert.Contains("a=rid:b recv pt=96,98;max-width=640\r\n", session.AnswerSdp);
        Assert.Contains("a=simulcast:recv b;h;f\r\n", session.AnswerSdp);
    }

    [Fact]
    public void Extensions_keep_their_numbers_and_directions()
    {
        NegotiatedSession session = SdpFixture.Answer("firefox-simulcast");
        NegotiatedSection video = session.Sections[1];

        Assert.Equal((3, true, true), Extension(video, HeaderExtensionUri.Mid));
        Assert.Equal((6, false, true), Extension(video, HeaderExtensionUri.PlayoutDelay));
        Assert.Equal((9, true, false), Extension(video, HeaderExtensionUri.RtpStreamId));
        Assert.Contains($"a=extmap:9/recvonly {HeaderExtensionUri.RtpStreamId}\r\n", session.AnswerSdp);
        Assert.Contains($"a=extmap:6/sendonly {HeaderExtensionUri.PlayoutDelay}\r\n", session.AnswerSdp);
        Assert.DoesNotContain("toffset", session.AnswerSdp);
    }

    [Fact]
    public void A_number_means_one_extension_on_the_whole_transport()
    {
        // aiortc numbers anew in each section: 2 is the audio level first, and the send time in the second section.
        NegotiatedSession session = SdpFixture.Answer("aiortc-pairs");

        Assert.Equal([HeaderExtensionUri.Mid, HeaderExtensionUri.AudioLevel], session.Sections[0].HeaderExtensions.Select(e => e.Uri));
        Assert.Equal([HeaderExtensionUri.Mid], session.Sections[1].HeaderExtensions.Select(e => e.Uri));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(256)]
    [InlineData(4096)]
    public void Numbers_that_RTP_cannot_carry_are_not_agreed(int id)
    {
        string offer = SdpFixture.Text("chromium-audio-video").Replace("a=extmap:4 ", $"a=extmap:{id} ");

        NegotiatedSession session = SdpFixture.Answer(SdpFixture.Parse(offer));

        Assert.All(session.Sections, section => Assert.DoesNotContain(section.HeaderExtensions, e => e.Uri == HeaderExtensionUri.Mid));
    }

    private static (int Id, bool CanReceive, bool CanSend) Extension(NegotiatedSection section, string uri)
    {
        NegotiatedHeaderExtension extension = section.HeaderExtensions.Single(e => e.Uri == uri);
        return (extension.Id, extension.CanReceive, extension.CanSend);
    }
}
