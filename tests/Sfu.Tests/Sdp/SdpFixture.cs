using Sfu.Dtls;
using Sfu.Sdp;

namespace Sfu.Tests.Sdp;

/// <summary>Offers of real clients (Fixtures/*.sdp), and the server's side of an answer.</summary>
internal static class SdpFixture
{
    public const string Ufrag = "serverUfrag";
    public const string Password = "serverPassword0123456789";
    public static readonly DtlsFingerprint Fingerprint = DtlsFingerprint.Of([1, 2, 3]);
    public static readonly string[] Candidates =
    [
        "1 1 udp 2130706431 192.0.2.9 40000 typ host",
        "2 1 tcp 1671430143 192.0.2.9 40000 typ host tcptype passive",
    ];

    /// <summary>The names of all offers.</summary>
    public static IEnumerable<string> Names { get; } =
    [
        "aiortc-pairs", "chromium-audio-only-track", "chromium-audio-video", "chromium-data-channel",
        "chromium-reoffer-1",
        "chromium-reoffer-2", "chromium-reoffer-3", "chromium-room-five-pairs", "chromium-simulcast", "firefox-audio-only-track",
        "firefox-audio-video", "firefox-data-channel", "firefox-data-channel-first", "firefox-reoffer-1", "firefox-reoffer-2", "firefox-reoffer-3",
        "firefox-room-five-pairs", "firefox-simulcast", "libdatachannel", "libwebrtc-2022", "safari-17", "werift-pairs",
    ];

    /// <summary>All offers, as the data of a theory.</summary>
    public static TheoryData<string> All { get; } = new(Names);

    /// <summary>The text of an offer, with the CRLF that clients send.</summary>
    public static string Text(string name)
    {
        using Stream stream = typeof(SdpFixture).Assembly.GetManifestResourceStream($"{name}.sdp")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\r\n");
    }

    public static SessionDescription Offer(string name) => Parse(Text(name));

    public static SessionDescription Parse(string text) =>
        SdpParser.TryParse(text, out SessionDescription? description, out SdpError? error)
            ? description
            : throw new InvalidOperationException(error.Message);

    /// <summary>Options whose SSRCs count up from 1000.</summary>
    public static AnswerOptions Options()
    {
        uint next = 1000;
        return new AnswerOptions
        {
            SessionId = "77",
            IceUfrag = Ufrag,
            IcePassword = Password,
            Fingerprint = Fingerprint,
            Candidates = Candidates,
            AllocateSsrc = () => next++,
        };
    }

    public static NegotiatedSession Answer(SessionDescription offer, AnswerOptions? options = null, NegotiatedSession? previous = null) =>
        SdpAnswerer.TryAnswer(offer, options ?? Options(), previous, out NegotiatedSession? session, out SdpError? error)
            ? session
            : throw new InvalidOperationException(error.Message);

    public static NegotiatedSession Answer(string name, AnswerOptions? options = null, NegotiatedSession? previous = null) =>
        Answer(Offer(name), options, previous);

    public static SdpError Refusal(string offer, AnswerOptions? options = null, NegotiatedSession? previous = null)
    {
        options ??= Options();
        Assert.False(SdpAnswerer.TryAnswer(Parse(offer), options, previous, out NegotiatedSession? session, out SdpError? error));
        Assert.Null(session);
        return error;
    }

    /// <summary>The lines of a section of a text, its <c>m=</c> line first.</summary>
    public static string[] Section(string sdp, int index) => sdp.Split("\r\nm=")[index + 1].Insert(0, "m=").Split("\r\n");
}
