using Rtp.HeaderExtensions;
using Sfu.Sdp;

namespace Sfu.Tests.Sdp;

public sealed class SdpParserTests
{
    private const string Head = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";

    [Theory]
    [MemberData(nameof(SdpFixture.All), MemberType = typeof(SdpFixture))]
    public void Offers_of_known_clients_are_read_with_either_line_end(string name)
    {
        string crlf = SdpFixture.Text(name);

        string read = SdpWriter.Write(SdpFixture.Parse(crlf));

        Assert.Equal(read, SdpWriter.Write(SdpFixture.Parse(crlf.Replace("\r\n", "\n"))));
        Assert.Equal(crlf.Split("\r\nm=").Length - 1, SdpFixture.Parse(crlf).Media.Count);
    }

    [Theory]
    [MemberData(nameof(SdpFixture.All), MemberType = typeof(SdpFixture))]
    public void Writing_and_reading_again_changes_nothing(string name)
    {
        string written = SdpWriter.Write(SdpFixture.Offer(name));
        string answer = SdpFixture.Answer(name).AnswerSdp;

        Assert.Equal(written, SdpWriter.Write(SdpFixture.Parse(written)));
        // Candidates are written only, so that they are missing the second time.
        string withoutCandidates = string.Join("\r\n", answer.Split("\r\n").Where(line => !line.Contains("candidate")));
        Assert.Equal(withoutCandidates, SdpWriter.Write(SdpFixture.Parse(answer)));
    }

    [Fact]
    public void What_Chromium_says_of_its_camera_is_understood()
    {
        SessionDescription offer = SdpFixture.Offer("chromium-simulcast");
        MediaDescription video = offer.Media[1];

        Assert.Equal(["0", "1"], offer.BundleGroups.Single());
        Assert.True(offer.ExtmapAllowMixed);
        Assert.Equal(("video", "1", MediaDirection.SendReceive), (video.Type, video.Mid, video.Direction));
        Assert.Equal(SetupRole.ActPass, video.Setup);
        Assert.True(video.RtcpMux && video.RtcpReducedSize);
        Assert.Equal(24, video.IcePassword!.Length);
        Assert.StartsWith("sha-256 ", video.Fingerprints.Single().ToString());
        Assert.Contains(new RtpMapping(96, "VP8", 90000, 1), video.RtpMappings);
        Assert.Equal("96", video.FormatParameters.Single(p => p.PayloadType == 97)["APT"]);
        Assert.Contains(new FeedbackMapping(96, "nack pli"), video.Feedback);
        Assert.Contains(new HeaderExtensionMapping(4, MediaDirection.SendReceive, HeaderExtensionUri.Mid), video.HeaderExtensions);
        Assert.Equal(["q", "h", "f"], video.Rids.Select(rid => rid.Id));
        Assert.Equal(["q", "h", "f"], video.Simulcast!.Send.Select(stream => stream.Single()));
    }

    [Fact]
    public void What_Firefox_says_once_for_all_sections_is_found_in_each()
    {
        SessionDescription offer = SdpFixture.Offer("firefox-room-five-pairs");

        Assert.All(offer.Media, media => Assert.Single(media.Fingerprints));
        Assert.Equal((0, true), (offer.Media[2].Port, offer.Media[2].BundleOnly));
        Assert.Equal(MediaDirection.Receive, offer.Media[2].Direction);
        Assert.Contains(offer.Media[1].HeaderExtensions, e => e is { Id: 6, Direction: MediaDirection.Receive });
        Assert.True(offer.Media[0].ExtmapAllowMixed);
    }

    [Fact]
    public void Addresses_and_keys_of_the_peer_are_not_kept()
    {
        const string Private = "10.1.2.3";
        string text = $"v=0\r\no=- 1 2 IN IP4 {Private}\r\ns=-\r\nc=IN IP4 {Private}\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
            + $"a=candidate:1 1 udp 1 {Private} 9 typ host\r\na=rtcp:9 IN IP4 {Private}\r\n"
            + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:secretsecret\r\n";

        SessionDescription offer = SdpFixture.Parse(text);

        Assert.True(offer.Media[0].KeysInSdp);
        Assert.Empty(offer.Media[0].Candidates);
        string all = offer + string.Concat(offer.Media) + SdpWriter.Write(offer);
        Assert.DoesNotContain(Private, all);
        Assert.DoesNotContain("secret", all);
    }

    [Fact]
    public void Unknown_lines_attributes_and_groups_are_ignored()
    {
        string known = SdpFixture.Text("libdatachannel");
        string more = known
            .Replace("t=0 0\r\n", "t=0 0\r\nk=clear:x\r\na=foo\r\na=group:FUTURE x y\r\n\r\n")
            .Replace("a=mid:audio\r\n", "a=mid:audio\r\ny=?\r\na=bar:\u00e9\r\na=ssrc:1111 foo:bar\r\n");

        Assert.Equal(SdpWriter.Write(SdpFixture.Parse(known)), SdpWriter.Write(SdpFixture.Parse(more)));
    }

    [Fact]
    public void Simulcast_alternatives_and_paused_streams_are_read()
    {
        const string Rids = "a=rid:a send pt=96;max-width=640\r\na=rid:r recv\r\n";
        const string Simulcast = "a=simulcast: send a,~b;c recv r\r\n";

        MediaDescription video = SdpFixture.Parse($"{Head}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n{Rids}{Simulcast}").Media[0];

        Assert.Equal([["a", "b"], ["c"]], video.Simulcast!.Send);
        Assert.Equal([["r"]], video.Simulcast!.Receive);
        Assert.Equal(
            [new RidDescription("a", MediaDirection.Send, "pt=96;max-width=640"), new RidDescription("r", MediaDirection.Receive, "")],
            video.Rids);
    }

    [Theory]
    [InlineData("", null, "has no line v=0")]
    [InlineData("hello", 1, "is not of the form")]
    [InlineData("v=1\r\n", 1, "is not v=0")]
    [InlineData("v=0\r\ns=-\r\n", null, "has no line o=")]
    [InlineData("v=0\r\no=-\r\n", 2, "o=<user>")]
    [InlineData(Head + "{}\r\n", 5, "is not of the form")]
    [InlineData(Head + "a=x\0y\r\n", 5, "is not of the form")]
    [InlineData(Head + "a=x\ry\r\n", 5, "is not of the form")]
    [InlineData(Head + "m=audio\r\n", 5, "m=<type>")]
    [InlineData(Head + "m=audio x UDP/TLS/RTP/SAVPF 0\r\n", 5, "m=<type>")]
    [InlineData(Head + "m=audio 65536 UDP/TLS/RTP/SAVPF 0\r\n", 5, "m=<type>")]
    [InlineData(Head + "m=audio 9 UDP/TLS/RTP/SAVPF \u00e9\r\n", 5, "formats")]
    [InlineData(Head + "a=group:BUNDLE \u00e9\r\n", 5, "'group'")]
    [InlineData(Head + "a=fingerprint:sha-256 AA\r\n", 5, "'fingerprint'")]
    [InlineData(Head + "a=setup:maybe\r\n", 5, "'setup'")]
    [InlineData(Head + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:\r\n", 6, "'mid'")]
    [InlineData(Head + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:a b\r\n", 6, "'mid'")]
    [InlineData(Head + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:12345678901234567\r\n", 6, "'mid'")]
    [InlineData(Head + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=ice-ufrag:a\tb\r\n", 6, "is not of the form")]
    [InlineData(Head + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=rtpmap:128 opus/48000\r\n", 6, "'rtpmap'")]
    [InlineData(Head + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=rtpmap:1 opus\r\n", 6, "'rtpmap'")]
    [InlineData(Head + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=fmtp:x y\r\n", 6, "'fmtp'")]
    [InlineData(Head + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=rtcp-fb:1\r\n", 6, "'rtcp-fb'")]
    [InlineData(Head + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=extmap:1/both urn:x\r\n", 6, "'extmap'")]
    [InlineData(Head + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=extmap:-1 urn:x\r\n", 6, "'extmap'")]
    [InlineData(Head + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=ssrc:4294967296 cname:x\r\n", 6, "'ssrc'")]
    [InlineData(Head + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=ssrc-group:FID 1 x\r\n", 6, "'ssrc-group'")]
    [InlineData(Head + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=rid:q maybe\r\n", 6, "'rid'")]
    [InlineData(Head + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=simulcast:send ;\r\n", 6, "'simulcast'")]
    [InlineData(Head + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=simulcast:send a send b\r\n", 6, "'simulcast'")]
    public void What_is_malformed_is_refused_with_its_line(string text, int? line, string message)
    {
        Assert.False(SdpParser.TryParse(text, out SessionDescription? description, out SdpError? error));

        Assert.Null(description);
        Assert.Equal((SdpErrorCode.Malformed, line, JoinError.SdpMalformed), (error.Code, error.Line, error.JoinError));
        Assert.Contains(message, error.Message);
        Assert.EndsWith(".", error.Message);
    }

    [Fact]
    public void Every_limit_holds()
    {
        const string Section = Head + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n";
        string sections = string.Concat(Enumerable.Repeat("m=audio 0 X 0\r\n", SdpLimits.Sections));

        Assert.True(SdpParser.TryParse(Head + sections, out _, out _));
        Refused(SdpErrorCode.TooLarge, Head + sections + "m=audio 0 X 0\r\n");
        Refused(SdpErrorCode.TooLarge, Head.PadRight(SdpLimits.Text + 1, '\n'));
        Refused(SdpErrorCode.TooLarge, Head + "i=" + new string('x', SdpLimits.Line));
        Refused(SdpErrorCode.Malformed, Section + Lines(SdpLimits.EntriesPerSection + 1, i => $"a=ssrc:{i} cname:x"));
        Refused(SdpErrorCode.Malformed, Section + Lines(SdpLimits.EntriesPerSection + 1, i => $"a=extmap:{i} urn:x"));
        Refused(SdpErrorCode.Malformed, Section + Lines(SdpLimits.EntriesPerSection + 1, _ => "a=rtpmap:96 VP8/90000"));
        Refused(SdpErrorCode.Malformed, Section + Lines(SdpLimits.FeedbackPerSection + 1, _ => "a=rtcp-fb:96 nack"));
        Refused(SdpErrorCode.Malformed, Section + Lines(SdpLimits.EntriesPerSection + 1, i => $"a=rid:{i} send"));
        Refused(SdpErrorCode.Malformed, $"{Head}m=video 9 X{string.Concat(Enumerable.Repeat(" 1", SdpLimits.EntriesPerSection + 1))}\r\n");
    }

    [Fact]
    public void A_refusal_quotes_nothing_that_could_forge_a_log_line()
    {
        Assert.False(SdpParser.TryParse(Head + "m=audio 9 X 0\r\na=rid\u202e:\u202e\r\na=rid:\u202e\r\n", out _, out SdpError? error));

        Assert.DoesNotContain(error.Message, c => c is < ' ' or > '~');
    }

    private static void Refused(SdpErrorCode code, string text)
    {
        Assert.False(SdpParser.TryParse(text, out _, out SdpError? error));
        Assert.Equal(code, error.Code);
    }

    private static string Lines(int count, Func<int, string> line) =>
        string.Concat(Enumerable.Range(0, count).Select(i => line(i) + "\r\n"));
}
