using System.Diagnostics.CodeAnalysis;

namespace Sfu.Sdp;

/// <summary>The values of single attributes. Total: every input gives a value or false.</summary>
internal static class SdpGrammar
{
    private const int MaximumPayloadType = 127;

    // The longest name in use is the Dependency Descriptor's URI with some 80 characters.
    private const int MaximumNameLength = 255;

    /// <summary>RFC 8866 section 6.6: <c>111 opus/48000/2</c>.</summary>
    public static bool TryRtpMapping(ReadOnlySpan<char> value, [NotNullWhen(true)] out RtpMapping? mapping)
    {
        mapping = null;
        ReadOnlySpan<char> payloadType = SdpToken.Next(ref value);
        ReadOnlySpan<char> name = SdpToken.Next(ref value, '/');
        ReadOnlySpan<char> clockRate = SdpToken.Next(ref value, '/');
        ReadOnlySpan<char> channels = value.TrimEnd(' ');
        int channelCount = 1;
        if (!SdpToken.TryNumber(payloadType, MaximumPayloadType, out int type)
            || !SdpToken.IsVisible(name, MaximumNameLength)
            || !SdpToken.TryNumber(clockRate.TrimEnd(' '), int.MaxValue, out int rate)
            || (!channels.IsEmpty && !SdpToken.TryNumber(channels, int.MaxValue, out channelCount)))
        {
            return false;
        }

        mapping = new RtpMapping(type, name.ToString(), rate, channelCount);
        return true;
    }

    /// <summary>RFC 8866 section 6.15: <c>96 apt=97;rtx-time=200</c>.</summary>
    public static bool TryFormatParameters(ReadOnlySpan<char> value, [NotNullWhen(true)] out FormatParameters? parameters)
    {
        parameters = null;
        if (!SdpToken.TryNumber(SdpToken.Next(ref value), MaximumPayloadType, out int type))
        {
            return false;
        }

        parameters = new FormatParameters(type, value.Trim(' ').ToString());
        return true;
    }

    /// <summary>RFC 4585 section 4.2: <c>* nack pli</c>.</summary>
    public static bool TryFeedback(ReadOnlySpan<char> value, [NotNullWhen(true)] out FeedbackMapping? feedback)
    {
        feedback = null;
        ReadOnlySpan<char> target = SdpToken.Next(ref value);
        ReadOnlySpan<char> what = value.Trim(' ');
        int type = 0;
        if ((target is not "*" && !SdpToken.TryNumber(target, MaximumPayloadType, out type)) || what.IsEmpty)
        {
            return false;
        }

        feedback = new FeedbackMapping(target is "*" ? null : type, what.ToString());
        return true;
    }

    /// <summary>RFC 8285 section 8: <c>4/recvonly urn:ietf:params:rtp-hdrext:sdes:mid</c>.</summary>
    public static bool TryHeaderExtension(ReadOnlySpan<char> value, [NotNullWhen(true)] out HeaderExtensionMapping? mapping)
    {
        mapping = null;
        ReadOnlySpan<char> number = SdpToken.Next(ref value);
        int slash = number.IndexOf('/');
        MediaDirection? direction = slash < 0 ? MediaDirection.SendReceive : MediaDirectionExtensions.TryParse(number[(slash + 1)..]);
        ReadOnlySpan<char> uri = SdpToken.Next(ref value);
        if (direction is null
            || !SdpToken.TryNumber(slash < 0 ? number : number[..slash], ushort.MaxValue, out int id)
            || !SdpToken.IsVisible(uri, MaximumNameLength))
        {
            return false;
        }

        mapping = new HeaderExtensionMapping(id, direction.Value, uri.ToString());
        return true;
    }

    /// <summary>RFC 4145 section 4.</summary>
    public static SetupRole? TrySetup(ReadOnlySpan<char> value) => value switch
    {
        "actpass" => SetupRole.ActPass,
        "active" => SetupRole.Active,
        "passive" => SetupRole.Passive,
        "holdconn" => SetupRole.HoldConn,
        _ => null,
    };

    /// <summary>RFC 8830 section 2: <c>stream track</c>.</summary>
    public static bool TryStreamIdentification(ReadOnlySpan<char> value, [NotNullWhen(true)] out MediaStreamIdentification? identification)
    {
        ReadOnlySpan<char> stream = SdpToken.Next(ref value);
        ReadOnlySpan<char> track = SdpToken.Next(ref value);
        bool valid = SdpToken.IsVisible(stream, MaximumNameLength) && (track.IsEmpty || SdpToken.IsVisible(track, MaximumNameLength));
        identification = valid ? new MediaStreamIdentification(stream.ToString(), track.IsEmpty ? null : track.ToString()) : null;
        return valid;
    }

    /// <summary>RFC 5576 section 4.1: <c>1234 cname:abc</c>. Of the attributes of a source only the canonical name is kept.</summary>
    public static bool TrySsrc(ReadOnlySpan<char> value, [NotNullWhen(true)] out SsrcDescription? ssrc)
    {
        const string Cname = "cname:";
        ssrc = null;
        if (!SdpToken.TryNumber(SdpToken.Next(ref value), out uint number))
        {
            return false;
        }

        bool named = value.StartsWith(Cname) && SdpToken.IsVisible(value[Cname.Length..], MaximumNameLength);
        ssrc = new SsrcDescription(number, named ? value[Cname.Length..].ToString() : null);
        return true;
    }

    /// <summary>RFC 5576 section 4.2: <c>FID 1 2</c>.</summary>
    public static bool TrySsrcGroup(ReadOnlySpan<char> value, [NotNullWhen(true)] out SsrcGroup? group)
    {
        group = null;
        ReadOnlySpan<char> semantics = SdpToken.Next(ref value);
        List<uint> ssrcs = [];
        for (ReadOnlySpan<char> token = SdpToken.Next(ref value); !token.IsEmpty; token = SdpToken.Next(ref value))
        {
            if (ssrcs.Count == SdpLimits.EntriesPerSection || !SdpToken.TryNumber(token, out uint ssrc))
            {
                return false;
            }

            ssrcs.Add(ssrc);
        }

        group = new SsrcGroup(semantics.ToString(), ssrcs);
        return SdpToken.IsVisible(semantics, MaximumNameLength);
    }

    /// <summary>RFC 8851 section 10: <c>hi send pt=96;max-width=1280</c>.</summary>
    public static bool TryRid(ReadOnlySpan<char> value, [NotNullWhen(true)] out RidDescription? rid)
    {
        rid = null;
        ReadOnlySpan<char> id = SdpToken.Next(ref value);
        MediaDirection? direction = SdpToken.Next(ref value) switch
        {
            "send" => MediaDirection.Send,
            "recv" => MediaDirection.Receive,
            _ => null,
        };
        ReadOnlySpan<char> restrictions = value.Trim(' ');
        if (!IsRid(id) || direction is null || !(restrictions.IsEmpty || SdpToken.IsPrintable(restrictions)))
        {
            return false;
        }

        rid = new RidDescription(id.ToString(), direction.Value, restrictions.ToString());
        return true;
    }

    /// <summary>RFC 8853 section 5.1: <c>send q;~h,m;f recv x</c>.</summary>
    public static bool TrySimulcast(ReadOnlySpan<char> value, [NotNullWhen(true)] out SimulcastDescription? simulcast)
    {
        simulcast = null;
        IReadOnlyList<IReadOnlyList<string>>? send = null;
        IReadOnlyList<IReadOnlyList<string>>? receive = null;
        for (ReadOnlySpan<char> direction = SdpToken.Next(ref value); !direction.IsEmpty; direction = SdpToken.Next(ref value))
        {
            List<IReadOnlyList<string>>? streams = SimulcastStreams(SdpToken.Next(ref value));
            if (streams is null)
            {
                return false;
            }

            if (direction is "send" && send is null)
            {
                send = streams;
            }
            else if (direction is "recv" && receive is null)
            {
                receive = streams;
            }
            else
            {
                return false;
            }
        }

        simulcast = new SimulcastDescription(send ?? [], receive ?? []);
        return send is not null || receive is not null;
    }

    private static List<IReadOnlyList<string>>? SimulcastStreams(ReadOnlySpan<char> list)
    {
        List<IReadOnlyList<string>> streams = [];
        while (!list.IsEmpty)
        {
            ReadOnlySpan<char> stream = SdpToken.Next(ref list, ';');
            List<string> alternatives = [];
            while (!stream.IsEmpty)
            {
                ReadOnlySpan<char> id = SdpToken.Next(ref stream, ',').TrimStart('~');
                if (!IsRid(id) || alternatives.Count == SdpLimits.EntriesPerSection)
                {
                    return null;
                }

                alternatives.Add(id.ToString());
            }

            if (alternatives.Count == 0 || streams.Count == SdpLimits.EntriesPerSection)
            {
                return null;
            }

            streams.Add(alternatives);
        }

        return streams.Count == 0 ? null : streams;
    }

    private static bool IsRid(ReadOnlySpan<char> id)
    {
        foreach (char c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return false;
            }
        }

        return id.Length is > 0 and <= SdpLimits.Identifier;
    }
}
