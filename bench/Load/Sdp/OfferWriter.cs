using System.Text;
using Load.Clients;
using Load.Media;
using Rtp.HeaderExtensions;
using Sfu;
using Sfu.Ice;

namespace Load.Sdp;

/// <summary>Writes the offer of a client, in the manner of Chromium's.</summary>
internal static class OfferWriter
{
    private const byte OpusType = 111;
    private const byte VideoType = 96;
    private const byte RtxType = 97;

    /// <summary>Offers what a client of a shape sends and receives: a pair of sections for each slot, its own media in the first.</summary>
    public static OfferedSession Write(ClientShape shape, MediaCodec codec, string fingerprint)
    {
        var credentials = IceCredentials.Create();
        List<SendLine> sends = [];
        var sections = new StringBuilder();
        int mid = 0;
        uint ssrc = (uint)Random.Shared.Next(1000, int.MaxValue - 10);
        for (int pair = 0; pair < Math.Max(shape.Slots, shape.Sends ? 1 : 0); pair++)
        {
            bool sendsHere = shape.Sends && pair == 0;
            bool receivesHere = pair < shape.Slots;
            string direction = !sendsHere ? "recvonly" : receivesHere ? "sendrecv" : "sendonly";
            if (shape.Audio)
            {
                var line = new SendLine(MediaKind.Audio, $"{mid++}", ssrc, 0, OpusType, 0);
                sections.Append(Section(line, direction, sendsHere, codec, credentials, fingerprint));
                if (sendsHere)
                {
                    sends.Add(line);
                }
            }

            if (shape.Video)
            {
                var line = new SendLine(MediaKind.Video, $"{mid++}", ssrc + 1, ssrc + 2, VideoType, RtxType);
                sections.Append(Section(line, direction, sendsHere, codec, credentials, fingerprint));
                if (sendsHere)
                {
                    sends.Add(line);
                }
            }
        }

        string text = $"""
            v=0
            o=- {Random.Shared.NextInt64(1, long.MaxValue)} 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE {string.Join(' ', Enumerable.Range(0, mid))}
            a=extmap-allow-mixed
            a=msid-semantic: WMS load

            """ + sections;
        return new OfferedSession(text.ReplaceLineEndings("\r\n"), credentials, sends);
    }

    private static string Section(SendLine line, string direction, bool sends, MediaCodec codec, IceCredentials credentials, string fingerprint)
    {
        bool audio = line.Kind == MediaKind.Audio;
        string text = $"""
            m={(audio ? $"audio 9 UDP/TLS/RTP/SAVPF {OpusType}" : $"video 9 UDP/TLS/RTP/SAVPF {VideoType} {RtxType}")}
            c=IN IP4 0.0.0.0
            a=rtcp:9 IN IP4 0.0.0.0
            a=ice-ufrag:{credentials.Ufrag}
            a=ice-pwd:{credentials.Password}
            a=ice-options:trickle
            a=fingerprint:{fingerprint}
            a=setup:actpass
            a=mid:{line.Mid}
            a=extmap:{ExtensionIds.AbsoluteSendTime} {HeaderExtensionUri.AbsoluteSendTime}
            a=extmap:{ExtensionIds.TransportSequenceNumber} {HeaderExtensionUri.TransportSequenceNumber}
            a=extmap:{ExtensionIds.Mid} {HeaderExtensionUri.Mid}
            a={direction}
            a=rtcp-mux
            a=rtcp-rsize

            """ + (audio ? AudioFormats : VideoFormats(codec));
        return sends ? text + Sources(line) : text;
    }

    private static string AudioFormats => $"""
        a=extmap:{ExtensionIds.AudioLevel} {HeaderExtensionUri.AudioLevel}
        a=rtpmap:{OpusType} opus/48000/2
        a=rtcp-fb:{OpusType} transport-cc
        a=fmtp:{OpusType} minptime=10;useinbandfec=1

        """;

    private static string VideoFormats(MediaCodec codec) => $"""
        a=rtpmap:{VideoType} {(codec == MediaCodec.Vp8 ? "VP8" : "H264")}/90000
        a=rtcp-fb:{VideoType} goog-remb
        a=rtcp-fb:{VideoType} transport-cc
        a=rtcp-fb:{VideoType} ccm fir
        a=rtcp-fb:{VideoType} nack
        a=rtcp-fb:{VideoType} nack pli

        """ + (codec == MediaCodec.H264
            ? $"a=fmtp:{VideoType} level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\n"
            : "") + $"""
        a=rtpmap:{RtxType} rtx/90000
        a=fmtp:{RtxType} apt={VideoType}

        """;

    private static string Sources(SendLine line)
    {
        string msid = $"a=msid:load {line.Kind.ToString().ToLowerInvariant()}\n";
        return line.Kind == MediaKind.Audio
            ? $"{msid}a=ssrc:{line.Ssrc} cname:load\n"
            : $"{msid}a=ssrc-group:FID {line.Ssrc} {line.RtxSsrc}\na=ssrc:{line.Ssrc} cname:load\na=ssrc:{line.RtxSsrc} cname:load\n";
    }
}
