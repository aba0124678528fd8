using System.Text;
using Fuzzing;
using Sfu.Sdp;

namespace Sfu.Tests.Sdp;

public sealed class SdpFuzzTests
{
    [Fact]
    public void Any_text_is_an_offer_that_is_answered_or_refused_with_a_reason() => Fuzzer.Run(
        "SDP",
        [.. SdpFixture.Names.Select(name => Encoding.UTF8.GetBytes(SdpFixture.Text(name)))],
        bytes =>
        {
            if (!SdpParser.TryParse(Encoding.UTF8.GetString(bytes), out SessionDescription? offer, out SdpError? error))
            {
                FuzzCheck.That(error.Message.Length > 0);
                return;
            }

            SdpFixture.Parse(SdpWriter.Write(offer));
            if (SdpAnswerer.TryAnswer(offer, SdpFixture.Options(), null, out NegotiatedSession? session, out error))
            {
                FuzzCheck.That(SdpFixture.Parse(session.AnswerSdp).Media.Count == offer.Media.Count);
            }
            else
            {
                FuzzCheck.That(error.Message.Length > 0);
            }
        },
        FuzzOptions.FromEnvironment() with { MayAllocate = true });
}
