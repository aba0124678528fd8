using Sfu.Dtls;
using Sfu.Sdp;

namespace Sfu.Tests.Sdp;

public sealed class ReofferTests
{
    [Theory]
    [InlineData("chromium")]
    [InlineData("firefox")]
    public void New_sections_append_slots_and_the_old_ones_stay(string browser)
    {
        AnswerOptions options = SdpFixture.Options();
        NegotiatedSession first = SdpFixture.Answer($"{browser}-reoffer-1", options);
        SessionDescription offer = SdpFixture.Offer($"{browser}-reoffer-2");

        NegotiatedSession second = SdpFixture.Answer(offer, options, first);

        Assert.Equal(TransportChange.None, first.ChangeBy(offer));
        Assert.Equal([new SlotDescription(0, "0", "1"), new SlotDescription(1, "2", "3")], second.Slots);
        Assert.Equal(first.Slots, second.Slots.Take(1));
        Assert.Equal(Identity(first), Identity(second).Take(2));
        // Two of audio, two of video, two of retransmissions.
        Assert.Equal(6, second.Sections.SelectMany(s => new[] { s.LocalSsrc, s.LocalRtxSsrc }).OfType<uint>().Distinct().Count());
        Assert.StartsWith("v=0\r\no=- 77 2 IN", second.AnswerSdp);
    }

    [Theory]
    [InlineData("chromium")]
    [InlineData("firefox")]
    public void The_same_offer_again_changes_only_the_version(string browser)
    {
        AnswerOptions options = SdpFixture.Options();
        NegotiatedSession first = SdpFixture.Answer($"{browser}-room-five-pairs", options);

        NegotiatedSession second = SdpFixture.Answer($"{browser}-room-five-pairs", options, first);

        Assert.Equal(first.AnswerSdp.Replace("o=- 77 1 ", "o=- 77 2 "), second.AnswerSdp);
    }

    [Theory]
    [InlineData("chromium")]
    [InlineData("firefox")]
    public void An_ICE_restart_is_told_from_another_peer_connection(string browser)
    {
        NegotiatedSession session = SdpFixture.Answer($"{browser}-reoffer-2");

        Assert.Equal(TransportChange.IceRestart, session.ChangeBy(SdpFixture.Offer($"{browser}-reoffer-3")));
        Assert.Equal(TransportChange.New, session.ChangeBy(SdpFixture.Offer($"{browser}-audio-video")));
        // A page may use one certificate for many peer connections: the session id tells them apart.
        string another = SdpFixture.Text($"{browser}-reoffer-3").Replace(session.RemoteSessionId, "4711");
        Assert.Equal(TransportChange.New, session.ChangeBy(SdpFixture.Parse(another)));
    }

    [Fact]
    public void Slot_and_SSRCs_stay_while_a_section_is_inactive()
    {
        AnswerOptions options = SdpFixture.Options();
        string offer = SdpFixture.Text("chromium-audio-video");
        NegotiatedSession first = SdpFixture.Answer(SdpFixture.Parse(offer), options);

        NegotiatedSession inactive = SdpFixture.Answer(SdpFixture.Parse(offer.Replace("a=sendrecv", "a=inactive")), options, first);
        NegotiatedSession again = SdpFixture.Answer(SdpFixture.Parse(offer), options, inactive);

        Assert.Equal(first.Slots, inactive.Slots);
        Assert.All(inactive.Sections, section => Assert.False(section.CanSendToPeer || section.CanReceiveFromPeer));
        Assert.DoesNotContain("a=ssrc", inactive.AnswerSdp);
        Assert.Equal(Identity(first), Identity(again));
    }

    [Fact]
    public void A_stopped_section_may_be_used_again_and_its_slot_too()
    {
        AnswerOptions options = SdpFixture.Options();
        string offer = SdpFixture.Text("libdatachannel");
        NegotiatedSession first = SdpFixture.Answer(SdpFixture.Parse(offer), options);
        string stopped = offer.Replace("BUNDLE audio video", "BUNDLE audio").Replace("m=video 9", "m=video 0");
        string reused = offer.Replace("BUNDLE audio video", "BUNDLE audio new").Replace("a=mid:video", "a=mid:new");

        NegotiatedSession second = SdpFixture.Answer(SdpFixture.Parse(stopped), options, first);
        NegotiatedSession third = SdpFixture.Answer(SdpFixture.Parse(reused), options, second);

        Assert.Equal([new SlotDescription(0, "audio", null)], second.Slots);
        Assert.Equal("m=video 0 UDP/TLS/RTP/SAVPF 96 97", SdpFixture.Section(second.AnswerSdp, 1)[0]);
        Assert.Equal([new SlotDescription(0, "audio", "new")], third.Slots);
        Assert.NotEqual(first.Sections[1].LocalSsrc, third.Sections[1].LocalSsrc);
    }

    [Fact]
    public void Session_id_and_certificate_stay_through_an_ICE_restart_with_new_credentials()
    {
        NegotiatedSession first = SdpFixture.Answer("chromium-reoffer-2");
        AnswerOptions later = SdpFixture.Options() with
        {
            SessionId = "78",
            Fingerprint = DtlsFingerprint.Of([4, 5, 6]),
            IceUfrag = "restarted",
        };

        NegotiatedSession second = SdpFixture.Answer("chromium-reoffer-3", later, first);

        Assert.StartsWith("v=0\r\no=- 77 2 IN", second.AnswerSdp);
        Assert.Contains($"a=fingerprint:{SdpFixture.Fingerprint}\r\n", second.AnswerSdp);
        Assert.DoesNotContain(later.Fingerprint.ToString(), second.AnswerSdp);
        Assert.Contains("a=ice-ufrag:restarted\r\n", second.AnswerSdp);
        Assert.NotEqual(first.Remote.IceUfrag, second.Remote.IceUfrag);
    }

    [Fact]
    public void Our_DTLS_role_stays()
    {
        string offer = SdpFixture.Text("libdatachannel");
        NegotiatedSession first = SdpFixture.Answer(SdpFixture.Parse(offer.Replace("a=setup:actpass", "a=setup:passive")));

        NegotiatedSession second = SdpFixture.Answer(SdpFixture.Parse(offer), null, first);

        Assert.Equal(SetupRole.Active, second.LocalSetup);
    }

    [Theory]
    [InlineData("a=mid:video", "a=mid:other", "BUNDLE audio video", "BUNDLE audio other")]
    [InlineData("m=video 9", "m=audio 9", "", "")]
    public void A_section_that_turns_into_another_is_refused(string part, string replacement, string group, string newGroup)
    {
        string offer = SdpFixture.Text("libdatachannel");
        NegotiatedSession first = SdpFixture.Answer(SdpFixture.Parse(offer));
        string changed = offer.Replace(part, replacement);

        SdpError error = SdpFixture.Refusal(group.Length == 0 ? changed : changed.Replace(group, newGroup), null, first);

        Assert.Equal(SdpErrorCode.SectionsChanged, error.Code);
        Assert.Contains("section 2 was 'video'", error.Message);
    }

    [Fact]
    public void A_section_that_is_gone_is_refused()
    {
        string offer = SdpFixture.Text("libdatachannel");
        NegotiatedSession first = SdpFixture.Answer(SdpFixture.Parse(offer));

        SdpError error = SdpFixture.Refusal(offer.Split("m=video")[0].Replace("BUNDLE audio video", "BUNDLE audio"), null, first);

        Assert.Equal(SdpErrorCode.SectionsChanged, error.Code);
    }

    private static IEnumerable<(int? Slot, uint? LocalSsrc, uint? LocalRtxSsrc)> Identity(NegotiatedSession session) =>
        session.Sections.Select(section => (section.Slot, section.LocalSsrc, section.LocalRtxSsrc));
}
