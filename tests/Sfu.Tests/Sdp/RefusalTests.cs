using Sfu.Sdp;

namespace Sfu.Tests.Sdp;

public sealed class RefusalTests
{
    private static readonly string Offer = SdpFixture.Text("libdatachannel");

    [Fact]
    public void An_offer_without_rtcp_mux_is_told_which_section_and_what_to_set()
    {
        SdpError error = SdpFixture.Refusal(Offer.Replace("a=rtcp-mux\r\n", ""));

        Assert.Equal(
            "The offer has no rtcp-mux on section 'audio'; this server needs it (set rtcpMuxPolicy to 'require').",
            error.Message);
        Assert.Equal((SdpErrorCode.MissingRtcpMux, JoinError.SdpUnsupported), (error.Code, error.JoinError));
    }

    [Theory]
    [InlineData("a=group:BUNDLE audio video\r\n", "", SdpErrorCode.NotBundled, "max-bundle")]
    [InlineData("BUNDLE audio video", "BUNDLE audio picture", SdpErrorCode.UnknownBundleMid, "'picture'")]
    [InlineData("a=mid:video\r\n", "a=mid:audio\r\n", SdpErrorCode.DuplicateMid, "'audio'")]
    [InlineData("a=mid:audio\r\n", "", SdpErrorCode.MissingMid, "a=mid")]
    [InlineData("a=ice-ufrag:OmsY\r\n", "", SdpErrorCode.MissingIceCredentials, "ice-ufrag")]
    [InlineData("a=ice-ufrag:OmsY\r\n", "a=ice-ufrag:Oms\r\n", SdpErrorCode.MissingIceCredentials, "4")]
    [InlineData("a=ice-pwd:evL0piLmue+fo0W6gaLT06\r\n", "a=ice-pwd:short\r\n", SdpErrorCode.MissingIceCredentials, "22")]
    [InlineData("a=fingerprint:sha-256 ", "a=fingerprint:sha-1 ", SdpErrorCode.MissingFingerprint, "sha-256")]
    [InlineData("a=setup:actpass\r\n", "a=setup:holdconn\r\n", SdpErrorCode.UnsupportedSetup, "actpass")]
    [InlineData("a=group:BUNDLE", "a=ice-lite\r\na=group:BUNDLE", SdpErrorCode.IceLitePeer, "ice-lite")]
    [InlineData("a=ssrc:2222", "a=ssrc:1111", SdpErrorCode.Ambiguous, "SSRC 1111")]
    [InlineData("/SAVPF ", "/AVP ", SdpErrorCode.NoCommonCodec, "opus, VP8, VP9, H264, AV1")]
    public void What_the_server_needs_is_named(string part, string replacement, SdpErrorCode code, string words)
    {
        Assert.Contains(part, Offer);

        SdpError error = SdpFixture.Refusal(Offer.Replace(part, replacement));

        Assert.Equal(code, error.Code);
        Assert.Contains(words, error.Message);
        Assert.EndsWith(".", error.Message);
    }

    [Fact]
    public void Keys_in_the_SDP_are_refused_for_what_they_are()
    {
        string fingerprint = Offer.Split("\r\n").Single(line => line.StartsWith("a=fingerprint", StringComparison.Ordinal));
        const string Crypto = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\r\n";
        string offer = Offer.Replace(fingerprint + "\r\n", "").Replace("a=rtcp-mux\r\n", "a=rtcp-mux\r\n" + Crypto);

        SdpError error = SdpFixture.Refusal(offer);

        Assert.Equal(SdpErrorCode.KeysInSdp, error.Code);
        Assert.DoesNotContain("WVNf", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\n")]
    [InlineData("m=audio 0 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n")]
    public void Without_a_media_section_there_is_nothing_to_answer(string sections)
    {
        SdpError error = SdpFixture.Refusal("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n" + sections);

        Assert.Equal(SdpErrorCode.NoMedia, error.Code);
    }

    [Fact]
    public void Codecs_that_nobody_forwards_are_not_answered()
    {
        SdpError error = SdpFixture.Refusal(Offer.Replace("opus/48000", "speex/16000").Replace("VP8", "H263").Replace("H264", "H265"));

        Assert.Equal(SdpErrorCode.NoCommonCodec, error.Code);
    }

    [Fact]
    public void One_payload_type_for_two_codecs_is_refused()
    {
        SdpError error = SdpFixture.Refusal(Offer.Replace("SAVPF 111", "SAVPF 96").Replace("rtpmap:111", "rtpmap:96"));

        Assert.Equal(SdpErrorCode.Ambiguous, error.Code);
        Assert.Contains("payload type 96", error.Message);
    }
}
