using System.Globalization;

namespace Sfu.Sdp;

/// <summary>What this server knows of each codec's format parameters.</summary>
/// <param name="Format">As in <see cref="NegotiatedCodec"/>.</param>
/// <param name="Fmtp">The answer's parameters.</param>
/// <param name="Rank">Among formats of the same codec the lower one is preferred.</param>
internal readonly record struct CodecFormat(string Format, string Fmtp, int Rank)
{
    // RFC 6184 section 8.1: the profile and level that apply where none are written.
    private const string H264DefaultProfileLevel = "42000a";

    /// <summary>The format of an offered codec, or null where this server does not forward it.</summary>
    /// <param name="codec">The encoding name, spelt as in <see cref="AnswerOptions"/>.</param>
    /// <param name="mapping">Its clock rate and channels.</param>
    /// <param name="offered">The offer's parameters.</param>
    public static CodecFormat? Of(string codec, RtpMapping mapping, FormatParameters offered) =>
        (codec.ToUpperInvariant(), mapping.ClockRate) switch
        {
            // RFC 7587 section 7: always 48000/2 in rtpmap; without stereo=1 it is mono, since a stream of a call is one voice.
            ("OPUS", 48_000) when mapping.Channels == 2 => new CodecFormat(codec, "minptime=10;useinbandfec=1", 0),
            ("VP8", 90_000) => new CodecFormat(codec, "", 0),
            ("VP9", 90_000) => Vp9(codec, offered),
            ("H264", 90_000) => H264(codec, offered),
            ("AV1", 90_000) => Av1(codec, offered),
            _ => null,
        };

    // RFC 9628 section 6: profile 0 (8 bits, 4:2:0) is what every receiver decodes.
    private static CodecFormat? Vp9(string codec, FormatParameters offered) => offered["profile-id"] switch
    {
        null => new CodecFormat(codec, "", 0),
        "0" => new CodecFormat(codec, "profile-id=0", 0),
        _ => null,
    };

    // RFC 6184 section 8.2.2: profile and packetization mode are symmetric, the level is not where both sides say so.
    private static CodecFormat? H264(string codec, FormatParameters offered)
    {
        string profileLevel = offered["profile-level-id"] ?? H264DefaultProfileLevel;
        if (offered["packetization-mode"] is not "1"
            || profileLevel.Length != 6
            || !int.TryParse(profileLevel, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int number))
        {
            return null;
        }

        string profile = H264Profile(number >> 16, (number >> 8) & 0xFF);
        int rank = profile switch
        {
            "constrained-baseline" => 0,
            "baseline" => 1,
            _ => 2,
        };
        string asymmetry = offered["level-asymmetry-allowed"] is "1" ? "level-asymmetry-allowed=1;" : "";
        return new CodecFormat($"{codec}/{profile}", $"{asymmetry}packetization-mode=1;profile-level-id={profileLevel}", rank);
    }

    // RFC 6184 section 8.1, table 5: the profile is profile_idc together with some of the constraint flags (set0 is 0x80).
    private static string H264Profile(int profile, int constraints) => (profile, constraints) switch
    {
        (0x42, _) when (constraints & 0x40) != 0 => "constrained-baseline",
        (0x42, _) => "baseline",
        (0x4D, _) when (constraints & 0x80) != 0 => "constrained-baseline",
        (0x4D, _) => "main",
        (0x58, _) when (constraints & 0xC0) == 0xC0 => "constrained-baseline",
        (0x64, _) when (constraints & 0x0C) == 0x0C => "constrained-high",
        (0x64, _) => "high",
        _ => $"{profile:x2}{constraints:x2}",
    };

    // AV1 RTP specification, section 7.2: profile 0 unless written otherwise; levels and tiers are the receiver's limits.
    private static CodecFormat? Av1(string codec, FormatParameters offered)
    {
        if (offered["profile"] is not (null or "0"))
        {
            return null;
        }

        List<string> echo = [];
        foreach (string name in (ReadOnlySpan<string>)["level-idx", "profile", "tier"])
        {
            if (SdpToken.TryNumber(offered[name], byte.MaxValue, out int value))
            {
                echo.Add($"{name}={value}");
            }
        }

        return new CodecFormat(codec, string.Join(';', echo), 0);
    }
}
