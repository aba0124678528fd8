using System.Text;

namespace Simulation.Clients;

/// <summary>The offer of a simulated client.</summary>
internal static class ClientOffer
{
    public static string Write(ClientProfile profile, string ufrag, string password, string fingerprint, uint audio, uint video, uint rtx)
    {
        int pairs = 1 + profile.ExtraSlots;
        string transport = $"""
            c=IN IP4 0.0.0.0
            a=ice-ufrag:{ufrag}
            a=ice-pwd:{password}
            a=fingerprint:{fingerprint}
            a=setup:{(profile.Passive ? "passive" : "actpass")}
            a=rtcp-mux
            {(profile.ReducedSizeRtcp ? "a=rtcp-rsize" : "a=x-none")}
            a=extmap:{profile.MidExtension} urn:ietf:params:rtp-hdrext:sdes:mid
            a=extmap:{profile.TransportSequenceExtension} http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
            """;
        var sdp = new StringBuilder();
        sdp.Append($"""
            v=0
            o=- 4611731400430051336 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE {string.Join(' ', Enumerable.Range(0, pairs * 2))}
            a=extmap-allow-mixed

            """);
        for (int pair = 0; pair < pairs; pair++)
        {
            string direction = pair == 0 ? "sendrecv" : "recvonly";
            sdp.Append($"""
                m=audio 9 UDP/TLS/RTP/SAVPF {profile.OpusPayloadType}
                {transport}
                a=extmap:{profile.AudioLevelExtension} urn:ietf:params:rtp-hdrext:ssrc-audio-level
                a=mid:{pair * 2}
                a={direction}
                a=rtpmap:{profile.OpusPayloadType} opus/48000/2
                a=rtcp-fb:{profile.OpusPayloadType} transport-cc
                {(pair == 0 ? $"a=ssrc:{audio} cname:client" : "a=x-none")}
                m=video 9 UDP/TLS/RTP/SAVPF {profile.VideoPayloadType}{(profile.Rtx ? $" {profile.RtxPayloadType}" : "")}
                {transport}
                a=mid:{(pair * 2) + 1}
                a={direction}
                a=rtpmap:{profile.VideoPayloadType} {profile.VideoCodec}/90000
                a=rtcp-fb:{profile.VideoPayloadType} nack
                a=rtcp-fb:{profile.VideoPayloadType} nack pli
                a=rtcp-fb:{profile.VideoPayloadType} transport-cc
                {(profile.Rtx ? $"a=rtpmap:{profile.RtxPayloadType} rtx/90000" : "a=x-none")}
                {(profile.Rtx ? $"a=fmtp:{profile.RtxPayloadType} apt={profile.VideoPayloadType}" : "a=x-none")}
                {(pair == 0 && profile.Rtx ? $"a=ssrc-group:FID {video} {rtx}" : "a=x-none")}
                {(pair == 0 ? $"a=ssrc:{video} cname:client" : "a=x-none")}
                {(pair == 0 && profile.Rtx ? $"a=ssrc:{rtx} cname:client" : "a=x-none")}

                """);
        }

        return sdp.ToString();
    }
}
