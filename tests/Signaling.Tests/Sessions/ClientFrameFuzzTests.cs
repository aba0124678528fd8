using System.Text;
using System.Text.Json.Serialization.Metadata;
using Fuzzing;
using Signaling.Sessions;
using Signaling.Wire;

namespace Signaling.Tests.Sessions;

public sealed class ClientFrameFuzzTests
{
    private static readonly string[] Messages =
    [
        """{"type":"session.start","request_id":"1","token":"eyJ","protocol":1,"device_id":"device-1"}""",
        """{"type":"session.refresh","token":"eyJ"}""",
        """{"type":"call.invite","request_id":"2","to":"u_bob","media":"video","client_ref":"4f1c","x":[{"y":null}],"z":"\ud83d\ude00"}""",
        """{"type":"call.accept","call_id":"c_9","media":"audio"}""",
        """{"type":"call.hangup","call_id":"c_9"}""",
        """{"type":"call.media","request_id":"4","call_id":"c_9","audio":false,"video":true}""",
        """{"type":"media.offer","call_id":"c_9","sdp":"v=0\r\n"}""",
    ];

    [Fact]
    public void Any_bytes_are_a_message_or_an_error_that_says_why() => Fuzzer.Run(
        "signaling message",
        [.. Messages.Select(Encoding.UTF8.GetBytes)],
        bytes =>
        {
            string? error = ClientFrame.TryParse(bytes.ToArray(), out ClientFrame? frame);
            FuzzCheck.That(error is null == frame is not null);
            using (frame)
            {
                // Whatever a message calls itself, its fields may be anything.
                Read(frame, WireJson.Default.SessionStart);
                Read(frame, WireJson.Default.SessionRefresh);
                Read(frame, WireJson.Default.CallInvite);
                Read(frame, WireJson.Default.CallAccept);
                Read(frame, WireJson.Default.CallById);
                Read(frame, WireJson.Default.CallSetMedia);
                Read(frame, WireJson.Default.MediaOffer);
            }
        },
        FuzzOptions.FromEnvironment() with { MayAllocate = true });

    private static void Read<T>(ClientFrame? frame, JsonTypeInfo<T> type)
        where T : class => FuzzCheck.That(frame is null || !frame.TryRead(type, out T message) || message is not null);
}
