using System.Text;
using Rtp.HeaderExtensions;

namespace Simulation.Clients;

/// <summary>The offer of a simulated client.</summary>
internal static class ClientOffer
{
    public static string Write(ClientProfile profile, string ufrag, string password, string fingerprint, OfferedSources sources)
    {
        int sections = 2 * (1 + profile.ExtraSlots);
        var sdp = new StringBuilder();
        sdp.Append($"""
            v=0
            o=- 4611731400430051336 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE {string.Join(' ', Enumerable.Range(0, sections))}
            a=extmap-allow-mixed

            """);
        for (int mid = 0; mid < sections; mid++)
        {
            bool own = mid < 2;
            IEnumerable<string> lines = mid % 2 == 0 ? Audio(profile, own, sources) : Video(profile, own, sources);
            lines = lines.Concat(Transport(profile, ufrag, password, fingerprint)).Append($"a=mid:{mid}").Append(own ? "a=sendrecv" : "a=recvonly");
            foreach (string line in lines)
            {
                sdp.Append(line).Append('\n');
            }
        }

        return sdp.ToString();
    }

    private static IEnumerable<string> Transport(ClientProfile profile, string ufrag, string password, string fingerprint)
    {
        yield return "c=IN IP4 0.0.0.0";
        yield return $"a=ice-ufrag:{ufrag}";
        yield return $"a=ice-pwd:{password}";
        yield return $"a=fingerprint:{fingerprint}";
        yield return $"a=setup:{(profile.Passive ? "passive" : "actpass")}";
        yield return "a=rtcp-mux";
        if (profile.ReducedSizeRtcp)
        {
            yield return "a=rtcp-rsize";
        }

        yield return $"a=extmap:{profile.MidExtension} {HeaderExtensionUri.Mid}";
        yield return $"a=extmap:{profile.SendTimeExtension} {HeaderExtensionUri.AbsoluteSendTime}";
        if (profile.TransportFeedback)
        {
            yield return $"a=extmap:{profile.TransportSequenceExtension} {HeaderExtensionUri.TransportSequenceNumber}";
        }
    }

    private static IEnumerable<string> Audio(ClientProfile profile, bool own, OfferedSources sources)
    {
        int opus = profile.OpusPayloadType;
        int red = profile.RedPayloadType;
        yield return $"m=audio 9 UDP/TLS/RTP/SAVPF {(red > 0 ? $"{red} " : "")}{opus}";
        yield return $"a=extmap:{profile.AudioLevelExtension} {HeaderExtensionUri.AudioLevel}";
        yield return $"a=rtpmap:{opus} opus/48000/2";
        yield return $"a=fmtp:{opus} minptime=10;useinbandfec=1";
        if (profile.TransportFeedback)
        {
            yield return $"a=rtcp-fb:{opus} transport-cc";
        }

        if (profile.AudioNack)
        {
            yield return $"a=rtcp-fb:{opus} nack";
        }

        if (red > 0)
        {
            yield return $"a=rtpmap:{red} red/48000/2";
            yield return $"a=fmtp:{red} {opus}/{opus}";
        }

        if (own)
        {
            yield return $"a=ssrc:{sources.Audio} cname:client";
        }
    }

    private static IEnumerable<string> Video(ClientProfile profile, bool own, OfferedSources sources)
    {
        int video = profile.VideoPayloadType;
        int rtx = profile.RtxPayloadType;
        yield return $"m=video 9 UDP/TLS/RTP/SAVPF {video}{(profile.Rtx ? $" {rtx}" : "")}";
        yield return $"a=rtpmap:{video} {profile.VideoCodec}/90000";
        yield return $"a=rtcp-fb:{video} nack";
        yield return $"a=rtcp-fb:{video} nack pli";
        yield return $"a=extmap:{profile.PlayoutDelayExtension} {HeaderExtensionUri.PlayoutDelay}";
        if (profile.TransportFeedback)
        {
            yield return $"a=rtcp-fb:{video} transport-cc";
        }

        if (profile.Remb)
        {
            yield return $"a=rtcp-fb:{video} goog-remb";
        }

        if (profile.VideoCodec == "H264")
        {
            yield return $"a=fmtp:{video} level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f";
        }

        if (profile.VideoCodec is "AV1" or "H264" && profile.DependencyDescriptorExtension > 0)
        {
            yield return $"a=extmap:{profile.DependencyDescriptorExtension} {HeaderExtensionUri.DependencyDescriptor}";
        }

        if (profile.Rtx)
        {
            yield return $"a=rtpmap:{rtx} rtx/90000";
            yield return $"a=fmtp:{rtx} apt={video}";
        }

        IEnumerable<string> origin = !own ? [] : profile.Rids.Count > 0 ? Simulcast(profile) : Single(profile, sources);
        foreach (string line in origin)
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Single(ClientProfile profile, OfferedSources sources)
    {
        yield return $"a=ssrc:{sources.Video} cname:client";
        if (profile.Rtx)
        {
            yield return $"a=ssrc-group:FID {sources.Video} {sources.VideoRtx}";
            yield return $"a=ssrc:{sources.VideoRtx} cname:client";
        }
    }

    private static IEnumerable<string> Simulcast(ClientProfile profile)
    {
        yield return $"a=extmap:{profile.RidExtension} {HeaderExtensionUri.RtpStreamId}";
        yield return $"a=extmap:{profile.RepairedRidExtension} {HeaderExtensionUri.RepairedRtpStreamId}";
        foreach (string rid in profile.Rids)
        {
            yield return $"a=rid:{rid} send";
        }

        yield return $"a=simulcast:send {string.Join(';', profile.Rids)}";
    }
}
