using Sfu.Sdp;

namespace Sfu.Tests.Sdp;

/// <summary>Damaged offers give an answer or an error, never an exception; what is answered is itself well-formed.</summary>
public sealed class SdpMutationTests
{
    private const int Rounds = 60;

    [Theory]
    [MemberData(nameof(SdpFixture.All), MemberType = typeof(SdpFixture))]
    public void Truncated_offers_are_answered_or_refused(string name)
    {
        string text = SdpFixture.Text(name);
        Random random = new(name.Length);
        for (int i = 0; i < Rounds; i++)
        {
            AnswerOrRefuse(text[..random.Next(text.Length)]);
        }
    }

    [Theory]
    [MemberData(nameof(SdpFixture.All), MemberType = typeof(SdpFixture))]
    public void Offers_with_damaged_characters_are_answered_or_refused(string name)
    {
        const string Alphabet = "\0\t\r\n :;/=,*~-0129azAZ\u00e9\uffff";
        string text = SdpFixture.Text(name);
        Random random = new(name.Length);
        for (int i = 0; i < Rounds; i++)
        {
            char[] damaged = text.ToCharArray();
            for (int n = random.Next(1, 4); n > 0; n--)
            {
                damaged[random.Next(damaged.Length)] = Alphabet[random.Next(Alphabet.Length)];
            }

            AnswerOrRefuse(new string(damaged));
        }
    }

    [Theory]
    [MemberData(nameof(SdpFixture.All), MemberType = typeof(SdpFixture))]
    public void Offers_with_lines_dropped_doubled_and_swapped_are_answered_or_refused(string name)
    {
        string[] lines = SdpFixture.Text(name).Split("\r\n");
        Random random = new(name.Length);
        int answered = 0;
        for (int i = 0; i < Rounds; i++)
        {
            List<string> damaged = [.. lines];
            for (int n = random.Next(1, 4); n > 0; n--)
            {
                int at = random.Next(damaged.Count);
                int other = random.Next(damaged.Count);
                switch (random.Next(3))
                {
                    case 0:
                        damaged.RemoveAt(at);
                        break;
                    case 1:
                        damaged.Insert(other, damaged[at]);
                        break;
                    default:
                        (damaged[at], damaged[other]) = (damaged[other], damaged[at]);
                        break;
                }
            }

            answered += AnswerOrRefuse(string.Join("\r\n", damaged)) ? 1 : 0;
        }

        Assert.NotEqual(0, answered);
    }

    [Fact]
    public void An_offer_made_to_be_slow_is_handled_in_linear_time()
    {
        // As many codecs and companions as fit: the worst case of every look-up.
        string codecs = Lines(128, i => i % 2 == 0 ? $"a=rtpmap:{i} VP8/90000" : $"a=rtpmap:{i} rtx/90000\r\na=fmtp:{i} apt={i - 1}");
        string section = $"m=video 9 UDP/TLS/RTP/SAVPF {string.Join(' ', Enumerable.Range(0, 128))}\r\na=rtcp-mux\r\na=setup:actpass\r\n"
            + $"a=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\na=fingerprint:{SdpFixture.Fingerprint}\r\n{codecs}";
        const string Head = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE";
        int count = (SdpLimits.Text - 300) / (section.Length + 20);
        string text = $"{Head} {string.Join(' ', Enumerable.Range(0, count))}\r\n{Lines(count, i => $"{section}a=mid:{i}")}";

        Assert.True(count > 10);
        Assert.Equal(count, SdpFixture.Answer(SdpFixture.Parse(text)).Slots.Count);
    }

    private static string Lines(int count, Func<int, string> line) =>
        string.Concat(Enumerable.Range(0, count).Select(i => line(i) + "\r\n"));

    private static bool AnswerOrRefuse(string text)
    {
        if (!SdpParser.TryParse(text, out SessionDescription? offer, out SdpError? error))
        {
            Assert.NotEqual("", error.Message);
            return false;
        }

        string written = SdpWriter.Write(offer);
        Assert.Equal(written, SdpWriter.Write(SdpFixture.Parse(written)));
        if (!SdpAnswerer.TryAnswer(offer, SdpFixture.Options(), null, out NegotiatedSession? session, out error))
        {
            Assert.NotEqual("", error.Message);
            return false;
        }

        Assert.Equal(offer.Media.Count, SdpFixture.Parse(session.AnswerSdp).Media.Count);
        return true;
    }
}
