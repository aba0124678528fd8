using System.Buffers.Binary;
using Rtp;
using Rtp.HeaderExtensions;
using Rtp.Srtp;
using Sfu.Dtls;
using Sfu.Ice;
using Sfu.Memory;
using Sfu.Net;
using Sfu.Sdp;

namespace Sfu.Engine;

/// <summary>
/// Lets a call of two take place in memory before the port opens: the first packet of the first call would otherwise wait some fifteen milliseconds for the
/// just-in-time compiler.
/// </summary>
internal static class EngineWarmUp
{
    private const int Pictures = 60;

    private static readonly Lock Once = new();
    private static bool _done;

    private const int PayloadLength = 200;
    private const long PictureInterval = 33_000;
    private const byte VideoPayloadType = 96;
    private const uint VideoSsrc = 2;
    private const string Room = "warm-up";

    /// <summary>Runs it, once in a process.</summary>
    /// <param name="fingerprint">Stands in the answers.</param>
    /// <exception cref="InvalidOperationException">No packet came through: the engine cannot serve.</exception>
    public static void Run(DtlsFingerprint fingerprint)
    {
        lock (Once)
        {
            if (!_done)
            {
                Call(fingerprint);
                _done = true;
            }
        }
    }

    private static void Call(DtlsFingerprint fingerprint)
    {
        using var pool = new SlabPool(8 * 1024 * 1024);
        using var engine = new MediaEngine(new MediaEngineOptions(), pool, new Random(1));
        MediaTime now = MediaTime.Zero + MediaTime.Seconds(1);
        byte[] block = new byte[2 * (SrtpProfile.AeadAes128Gcm.KeyLength + SrtpProfile.AeadAes128Gcm.SaltLength)];
        var publisher = TransportAddress.FromIPv4(0x7F000001, 1);
        Join(engine, "publisher", publisher, fingerprint, block, now);
        Join(engine, "subscriber", TransportAddress.FromIPv4(0x7F000001, 2), fingerprint, block, now);

        using var keys = DtlsSrtpKeys.FromBlock(SrtpProfile.AeadAes128Gcm, DtlsRole.Client, block);
        using var sender = new SrtpSender(keys.Profile, keys.LocalKey, keys.LocalSalt);
        int sent = 0;
        for (int picture = 0; picture < Pictures && sender.TryGetOrAdd(VideoSsrc, out SrtpSenderStream? stream); picture++)
        {
            now += PictureInterval;
            Span<byte> packet = new byte[SlabPool.SlabSize];
            engine.Receive(packet[..Write(stream, packet, picture)], publisher, now);
            engine.Advance(now);
            foreach (ref readonly OutgoingDatagram datagram in engine.Outbox.Entries)
            {
                sent += datagram.Length > PayloadLength ? 1 : 0;
            }

            engine.Outbox.Clear();
            engine.Events.Clear();
        }

        if (sent == 0)
        {
            throw new InvalidOperationException("The media engine's self-test failed: no packet was passed on.");
        }
    }

    private static void Join(MediaEngine engine, string name, TransportAddress address, DtlsFingerprint fingerprint, byte[] block, MediaTime now)
    {
        var credentials = IceCredentials.Create();
        uint ssrc = 100;
        var options = new AnswerOptions
        {
            SessionId = "1",
            IceUfrag = credentials.Ufrag,
            IcePassword = credentials.Password,
            Fingerprint = fingerprint,
            Candidates = [],
            AllocateSsrc = () => ssrc++,
        };
        if (!SdpParser.TryParse(Offer(fingerprint), out SessionDescription? offer, out SdpError? error)
            || !SdpAnswerer.TryAnswer(offer, options, null, out NegotiatedSession? session, out error))
        {
            throw new InvalidOperationException($"The media engine's self-test failed: {error.Message}");
        }

        var key = new ParticipantKey(Room, name);
        var keys = DtlsSrtpKeys.FromBlock(SrtpProfile.AeadAes128Gcm, DtlsRole.Server, block);
        engine.Join(new JoinRequest(key, session, credentials, null, keys), now);
        engine.SetGate(key, true, now);

        var check = new StunWriter(new byte[256], StunClass.Request, new byte[12]);
        check.WriteUsername(credentials.Ufrag, "warm");
        check.WritePriority(1);
        check.WriteControlling(1);
        check.WriteUseCandidate();
        check.WriteIntegrity(credentials.PasswordBytes);
        check.WriteFingerprint();
        engine.Receive(check.Written, address, now);
        engine.Outbox.Clear();
    }

    // Each picture is one packet, and a keyframe.
    private static int Write(SrtpSenderStream stream, Span<byte> packet, int picture)
    {
        int headerLength = RtpHeader.Write(packet, VideoPayloadType, true, (ushort)(picture + 1), (uint)picture * 3000, VideoSsrc);
        var extensions = new RtpExtensionWriter(packet[headerLength..], mayMix: true);
        if (extensions.TryReserve(3, TransportSequenceNumber.Length, out Span<byte> number))
        {
            TransportSequenceNumber.Write(number, (ushort)picture);
        }

        headerLength += extensions.Finish();
        RtpHeader.WriteExtensionFlag(packet, true);
        Span<byte> payload = stackalloc byte[PayloadLength];
        payload.Clear();
        payload[0] = 0x90;
        payload[1] = 0xC0;
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)(0x8000 | picture));
        payload[4] = (byte)picture;
        return stream.Protect(packet, headerLength, payload, out int length) == SrtpStatus.Ok ? length : 0;
    }

    private static string Offer(DtlsFingerprint fingerprint) => $"""
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0
        m=video 9 UDP/TLS/RTP/SAVPF {VideoPayloadType} 97
        c=IN IP4 0.0.0.0
        a=ice-ufrag:warm
        a=ice-pwd:warmwarmwarmwarmwarmwarm
        a=fingerprint:{fingerprint}
        a=setup:actpass
        a=rtcp-mux
        a=rtcp-rsize
        a=mid:0
        a=sendrecv
        a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=rtpmap:{VideoPayloadType} VP8/90000
        a=rtcp-fb:{VideoPayloadType} nack
        a=rtcp-fb:{VideoPayloadType} nack pli
        a=rtcp-fb:{VideoPayloadType} transport-cc
        a=rtpmap:97 rtx/90000
        a=fmtp:97 apt={VideoPayloadType}
        a=ssrc-group:FID {VideoSsrc} 3
        a=ssrc:{VideoSsrc} cname:warm-up
        a=ssrc:3 cname:warm-up

        """.ReplaceLineEndings("\r\n");
}
