using System.Text;
using Sfu.Dtls;

namespace Sfu.Sdp;

/// <summary>Writes session descriptions in the order that RFC 8866 section 5 asks for.</summary>
public static class SdpWriter
{
    // No media address is announced but in candidates (RFC 8829 section 5.2.1).
    private const string UnspecifiedConnection = "IN IP4 0.0.0.0";

    /// <summary>Writes a session description with CRLF line ends.</summary>
    public static string Write(SessionDescription description)
    {
        StringBuilder text = new();
        Line(text, "v=0");
        Line(text, $"o={description.Origin.Username} {description.Origin.SessionId} {description.Origin.SessionVersion} IN IP4 127.0.0.1");
        Line(text, "s=-");
        Line(text, "t=0 0");
        foreach (IReadOnlyList<string> group in description.BundleGroups)
        {
            Line(text, $"a=group:{string.Join(' ', group.Prepend("BUNDLE"))}");
        }

        LineIf(text, description.ExtmapAllowMixed, "a=extmap-allow-mixed");
        LineIf(text, description.IceLite, "a=ice-lite");
        LineIf(text, description.IceOptions.Count > 0, $"a=ice-options:{string.Join(' ', description.IceOptions)}");
        foreach (MediaDescription media in description.Media)
        {
            WriteSection(text, media, description.ExtmapAllowMixed);
        }

        return text.ToString();
    }

    private static void WriteSection(StringBuilder text, MediaDescription media, bool extmapAllowMixedInSession)
    {
        Line(text, $"m={media.Type} {media.Port} {media.Protocol} {string.Join(' ', media.Formats)}");
        Line(text, $"c={UnspecifiedConnection}");
        foreach (string candidate in media.Candidates)
        {
            Line(text, $"a=candidate:{candidate}");
        }

        LineIf(text, media.EndOfCandidates, "a=end-of-candidates");
        LineIf(text, media.IceUfrag is not null, $"a=ice-ufrag:{media.IceUfrag}");
        LineIf(text, media.IcePassword is not null, $"a=ice-pwd:{media.IcePassword}");
        foreach (DtlsFingerprint fingerprint in media.Fingerprints)
        {
            Line(text, $"a=fingerprint:{fingerprint}");
        }

        LineIf(text, media.Setup is not null, $"a=setup:{media.Setup?.ToString().ToLowerInvariant()}");
        LineIf(text, media.Mid is not null, $"a=mid:{media.Mid}");
        LineIf(text, media.ExtmapAllowMixed && !extmapAllowMixedInSession, "a=extmap-allow-mixed");
        foreach (HeaderExtensionMapping extension in media.HeaderExtensions)
        {
            string direction = extension.Direction == MediaDirection.SendReceive ? "" : $"/{extension.Direction.ToSdp()}";
            Line(text, $"a=extmap:{extension.Id}{direction} {extension.Uri}");
        }

        Line(text, $"a={media.Direction.ToSdp()}");
        MediaStreamIdentification? stream = media.StreamIdentification;
        LineIf(text, stream is not null, $"a=msid:{stream?.Stream} {stream?.Track}".TrimEnd());
        LineIf(text, media.BundleOnly, "a=bundle-only");
        LineIf(text, media.RtcpMux, "a=rtcp-mux");
        LineIf(text, media.RtcpReducedSize, "a=rtcp-rsize");
        WriteFormats(text, media);
        WriteStreams(text, media);
    }

    private static void WriteFormats(StringBuilder text, MediaDescription media)
    {
        foreach (RtpMapping mapping in media.RtpMappings)
        {
            string channels = mapping.Channels == 1 ? "" : $"/{mapping.Channels}";
            Line(text, $"a=rtpmap:{mapping.PayloadType} {mapping.Name}/{mapping.ClockRate}{channels}");
        }

        foreach (FeedbackMapping feedback in media.Feedback)
        {
            Line(text, $"a=rtcp-fb:{feedback.PayloadType?.ToString() ?? "*"} {feedback.Value}");
        }

        foreach (FormatParameters parameters in media.FormatParameters)
        {
            Line(text, $"a=fmtp:{parameters.PayloadType} {parameters.Value}");
        }
    }

    private static void WriteStreams(StringBuilder text, MediaDescription media)
    {
        foreach (RidDescription rid in media.Rids)
        {
            string direction = rid.Direction == MediaDirection.Send ? "send" : "recv";
            Line(text, $"a=rid:{rid.Id} {direction} {rid.Restrictions}".TrimEnd());
        }

        if (media.Simulcast is { } simulcast)
        {
            string send = simulcast.Send.Count == 0 ? "" : $" send {Streams(simulcast.Send)}";
            string receive = simulcast.Receive.Count == 0 ? "" : $" recv {Streams(simulcast.Receive)}";
            Line(text, $"a=simulcast:{(send + receive).TrimStart()}");
        }

        foreach (SsrcGroup group in media.SsrcGroups)
        {
            Line(text, $"a=ssrc-group:{group.Semantics} {string.Join(' ', group.Ssrcs)}".TrimEnd());
        }

        foreach (SsrcDescription ssrc in media.Ssrcs)
        {
            Line(text, $"a=ssrc:{ssrc.Ssrc}{(ssrc.Cname is null ? "" : $" cname:{ssrc.Cname}")}");
        }
    }

    private static string Streams(IReadOnlyList<IReadOnlyList<string>> streams) =>
        string.Join(';', streams.Select(alternatives => string.Join(',', alternatives)));

    private static void LineIf(StringBuilder text, bool condition, string line)
    {
        if (condition)
        {
            Line(text, line);
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append("\r\n");
}
