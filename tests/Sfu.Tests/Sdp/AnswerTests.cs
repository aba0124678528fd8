using Sfu.Admission;
using Sfu.Sdp;

namespace Sfu.Tests.Sdp;

public sealed class AnswerTests
{
    [Theory]
    [MemberData(nameof(SdpFixture.All), MemberType = typeof(SdpFixture))]
    public void Every_section_of_a_known_client_is_answered_in_its_own_terms(string name)
    {
        SessionDescription offer = SdpFixture.Offer(name);
        NegotiatedSession session = SdpFixture.Answer(offer);
        SessionDescription answer = SdpFixture.Parse(session.AnswerSdp);

        Assert.True(answer.IceLite);
        Assert.Equal(offer.Media.Select(Shape), answer.Media.Select(Shape));
        HashSet<string?> accepted = [.. answer.Media.Where(media => media.Port != 0).Select(media => media.Mid)];
        Assert.Equal(offer.BundleGroups.Single().Where(accepted.Contains), answer.BundleGroups.Single());
        foreach ((MediaDescription offered, MediaDescription answered) in offer.Media.Zip(answer.Media).Where(m => m.First.Kind is not null))
        {
            Assert.Equal(9, answered.Port);
            Assert.Equal(Mirror(offered.Direction), answered.Direction);
            Assert.Equal((SdpFixture.Ufrag, SdpFixture.Password), (answered.IceUfrag, answered.IcePassword));
            Assert.Equal(SetupRole.Passive, answered.Setup);
            Assert.Equal(SdpFixture.Fingerprint.ToString(), answered.Fingerprints.Single().ToString());
            Assert.Equal((true, offered.RtcpReducedSize), (answered.RtcpMux, answered.RtcpReducedSize));
            Assert.Subset(offered.RtpMappings.ToHashSet(), answered.RtpMappings.ToHashSet());
            Assert.Equal(answered.RtpMappings.Select(m => m.PayloadType.ToString()), answered.Formats);
            Assert.Subset(offered.Feedback.ToHashSet(), answered.Feedback.ToHashSet());
            Assert.Subset(
                offered.HeaderExtensions.Select(e => (e.Id, e.Uri)).ToHashSet(),
                answered.HeaderExtensions.Select(e => (e.Id, e.Uri)).ToHashSet());
        }
    }

    [Fact]
    public void Candidates_stand_once_in_the_first_bundled_section()
    {
        string answer = SdpFixture.Answer("chromium-room-five-pairs").AnswerSdp;
        string[] first = SdpFixture.Section(answer, 0);

        Assert.All(SdpFixture.Candidates, candidate => Assert.Contains("a=candidate:" + candidate, first));
        Assert.Contains("a=end-of-candidates", first);
        Assert.Equal(SdpFixture.Candidates.Length, answer.Split("a=candidate:").Length - 1);
        Assert.Contains("c=IN IP4 0.0.0.0", first);
    }

    [Fact]
    public void An_audio_and_video_call_with_Chromium_is_answered_like_this()
    {
        NegotiatedSession session = SdpFixture.Answer("chromium-audio-video");

        string[] expected =
        [
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            "c=IN IP4 0.0.0.0",
            "a=candidate:" + SdpFixture.Candidates[0],
            "a=candidate:" + SdpFixture.Candidates[1],
            "a=end-of-candidates",
            "a=ice-ufrag:" + SdpFixture.Ufrag,
            "a=ice-pwd:" + SdpFixture.Password,
            "a=fingerprint:" + SdpFixture.Fingerprint,
            "a=setup:passive",
            "a=mid:0",
            "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
            "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
            "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
            "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
            "a=sendrecv",
            "a=msid:slot-0 slot-0-audio",
            "a=rtcp-mux",
            "a=rtcp-rsize",
            "a=rtpmap:111 opus/48000/2",
            "a=rtcp-fb:111 transport-cc",
            "a=fmtp:111 minptime=10;useinbandfec=1",
            "a=ssrc:1000 cname:slot-0",
        ];
        Assert.Equal(expected, SdpFixture.Section(session.AnswerSdp, 0));
        string[] video = SdpFixture.Section(session.AnswerSdp, 1);
        Assert.Equal("m=video 9 UDP/TLS/RTP/SAVPF 96 97 98 99 108 109 102 103 116 117 45 46", video[0]);
        Assert.Contains("a=msid:slot-0 slot-0-video", video);
        Assert.Contains("a=ssrc-group:FID 1001 1002", video);
        Assert.Contains("a=ssrc:1001 cname:slot-0", video);
        Assert.Contains("a=ssrc:1002 cname:slot-0", video);
        Assert.StartsWith(
            "v=0\r\no=- 77 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
                + "a=group:BUNDLE 0 1\r\na=extmap-allow-mixed\r\na=ice-lite\r\na=ice-options:ice2\r\nm=audio",
            session.AnswerSdp);
    }

    [Theory]
    [InlineData("chromium-data-channel", 2)]
    [InlineData("firefox-data-channel", 2)]
    [InlineData("firefox-data-channel-first", 0)]
    public void A_data_channel_is_rejected_and_the_rest_goes_on(string name, int index)
    {
        SessionDescription offer = SdpFixture.Offer(name);

        NegotiatedSession session = SdpFixture.Answer(offer);

        Assert.Equal(Enumerable.Range(0, 3).Select(i => i == index), session.Sections.Select(section => section.Rejected));
        Assert.Equal("m=application 0 UDP/DTLS/SCTP webrtc-datachannel", SdpFixture.Section(session.AnswerSdp, index)[0]);
        Assert.Contains($"a=mid:{offer.Media[index].Mid}", SdpFixture.Section(session.AnswerSdp, index));
        Assert.Contains("a=end-of-candidates", SdpFixture.Section(session.AnswerSdp, index == 0 ? 1 : 0));
        // The transport is that of the group's first section, even where it is refused (RFC 8843 section 7.3.2).
        Assert.Equal(offer.Media.Single(media => media.Mid == offer.BundleGroups[0][0]).IceUfrag, session.Remote.IceUfrag);
    }

    [Fact]
    public void A_rejected_first_section_leaves_the_candidates_to_the_next_one()
    {
        string offer = SdpFixture.Text("libdatachannel").Replace("opus/48000", "speex/16000");

        NegotiatedSession session = SdpFixture.Answer(SdpFixture.Parse(offer));

        Assert.Contains("a=group:BUNDLE video\r\n", session.AnswerSdp);
        Assert.Contains("a=end-of-candidates", SdpFixture.Section(session.AnswerSdp, 1));
    }

    [Fact]
    public void A_section_outside_of_the_group_is_rejected()
    {
        string offer = SdpFixture.Text("libdatachannel").Replace("BUNDLE audio video", "BUNDLE video");

        NegotiatedSession session = SdpFixture.Answer(SdpFixture.Parse(offer));

        Assert.Equal([true, false], session.Sections.Select(section => section.Rejected));
        Assert.Equal("m=audio 0 UDP/TLS/RTP/SAVPF 111", SdpFixture.Section(session.AnswerSdp, 0)[0]);
    }

    [Fact]
    public void A_lone_section_needs_no_group()
    {
        string offer = SdpFixture.Text("libdatachannel").Split("m=video")[0].Replace("a=group:BUNDLE audio video\r\n", "");

        NegotiatedSession session = SdpFixture.Answer(SdpFixture.Parse(offer));

        Assert.DoesNotContain("BUNDLE", session.AnswerSdp);
        Assert.Contains("a=end-of-candidates", SdpFixture.Section(session.AnswerSdp, 0));
    }

    [Theory]
    [InlineData(ParticipantRights.All, MediaDirection.SendReceive, MediaDirection.SendReceive)]
    [InlineData(ParticipantRights.Subscribe, MediaDirection.Send, MediaDirection.Send)]
    [InlineData(ParticipantRights.PublishAudio, MediaDirection.Receive, MediaDirection.Inactive)]
    [InlineData(ParticipantRights.PublishVideo | ParticipantRights.Subscribe, MediaDirection.Send, MediaDirection.SendReceive)]
    [InlineData(ParticipantRights.None, MediaDirection.Inactive, MediaDirection.Inactive)]
    public void Rights_limit_the_directions(ParticipantRights rights, MediaDirection audio, MediaDirection video)
    {
        NegotiatedSession session = SdpFixture.Answer("chromium-audio-video", SdpFixture.Options() with { Rights = rights });

        SessionDescription answer = SdpFixture.Parse(session.AnswerSdp);
        Assert.Equal([audio, video], answer.Media.Select(media => media.Direction));
        Assert.All(session.Sections.Where(section => !section.CanReceiveFromPeer), section => Assert.Empty(section.RemoteSources));
        Assert.All(session.Sections.Where(section => !section.CanSendToPeer), section => Assert.Null(section.LocalSsrc));
    }

    [Theory]
    [InlineData("actpass", SetupRole.Passive)]
    [InlineData("active", SetupRole.Passive)]
    [InlineData("passive", SetupRole.Active)]
    public void The_server_waits_for_DTLS_unless_the_peer_does(string offered, SetupRole ours)
    {
        string offer = SdpFixture.Text("libdatachannel").Replace("a=setup:actpass", $"a=setup:{offered}");

        NegotiatedSession session = SdpFixture.Answer(SdpFixture.Parse(offer));

        Assert.Equal(ours, session.LocalSetup);
        Assert.Contains($"a=setup:{ours.ToString().ToLowerInvariant()}\r\n", session.AnswerSdp);
    }

    [Fact]
    public void The_transport_is_that_of_the_first_bundled_section()
    {
        SessionDescription offer = SdpFixture.Offer("aiortc-pairs");

        RemoteTransport remote = SdpFixture.Answer(offer).Remote;

        Assert.NotEqual(offer.Media[0].IceUfrag, offer.Media[1].IceUfrag);
        Assert.Equal((offer.Media[0].IceUfrag, offer.Media[0].IcePassword), (remote.IceUfrag, remote.IcePassword));
        Assert.DoesNotContain(remote.IcePassword, remote.ToString());
    }

    private static (string Type, string? Mid, string Protocol) Shape(MediaDescription media) => (media.Type, media.Mid, media.Protocol);

    private static MediaDirection Mirror(MediaDirection direction) => direction switch
    {
        MediaDirection.Send => MediaDirection.Receive,
        MediaDirection.Receive => MediaDirection.Send,
        _ => direction,
    };
}
