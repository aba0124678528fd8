using Fuzzing;
using Sfu.Ice;

namespace Sfu.Tests.Ice;

public sealed class StunFuzzTests
{
    [Fact]
    public void Any_datagram_is_a_stun_message_or_none() => Fuzzer.Run(
        "STUN",
        [Rfc5769Vectors.Request, Rfc5769Vectors.IPv4Response, Rfc5769Vectors.IPv6Response, Rfc5769Vectors.LongTermRequest],
        datagram =>
        {
            if (!StunMessage.TryParse(datagram, out StunMessage message))
            {
                return;
            }

            Span<ushort> unknown = stackalloc ushort[4];
            FuzzCheck.That(message.CollectUnknownAttributes(unknown) <= unknown.Length);
            message.VerifyFingerprint();
            message.VerifyIntegrity(Rfc5769Vectors.Password);
            message.TryGetErrorCode(out _);
            message.TryGetPriority(out _);
            message.TryGetXorMappedAddress(out _);
            message.TryGetRecipientUfrag(out _);
        },
        FuzzOptions.FromEnvironment() with { MayAllocate = true });
}
