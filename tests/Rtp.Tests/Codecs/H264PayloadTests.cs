using FsCheck;
using FsCheck.Fluent;
using Rtp.Codecs;

namespace Rtp.Tests.Codecs;

public class H264PayloadTests
{
    private static H264Payload Parse(string payload)
    {
        Assert.True(H264Payload.TryParse(Hex.Bytes(payload), out H264Payload parsed));
        return parsed;
    }

    [Theory]
    [InlineData("65 88 84", "idr")]
    [InlineData("67 42 E0", "sps")]
    [InlineData("68 CE", "pps")]
    [InlineData("41 9A", "")]
    [InlineData("06 05", "")]
    [InlineData("78 0003 67 42 E0 0002 68 CE", "sps pps")]
    [InlineData("78 0003 67 42 E0 0002 68 CE 0001 65", "sps pps idr")]
    [InlineData("78 0001 09 0002 41 9A", "")]
    public void Units_and_aggregates_tell_what_they_hold(string payload, string contents)
    {
        H264Payload parsed = Parse(payload);
        Assert.True(parsed.StartsUnit && parsed.EndsUnit);
        AssertContents(parsed, contents);
    }

    // RFC 6184 section 5.8: the type of the fragmented unit stands in the second byte, behind start and end bits.
    [Theory]
    [InlineData("7C 85 88", "idr", true, false)]
    [InlineData("7C 05 88", "", false, false)]
    [InlineData("7C 45 88", "", false, true)]
    [InlineData("7C 87", "sps", true, false)]
    [InlineData("5C 81 9A", "", true, false)]
    public void Only_the_first_fragment_counts(string payload, string contents, bool starts, bool ends)
    {
        H264Payload parsed = Parse(payload);
        Assert.Equal((starts, ends), (parsed.StartsUnit, parsed.EndsUnit));
        AssertContents(parsed, contents);
    }

    // Written by x264: baseline, high with a cut row of macroblocks, main, high in macroblocks that are cut, baseline, interlaced, and 4:4:4 with a cut row.
    [Theory]
    [InlineData("6742C01FD9005005BB011000000300100000030320F1832480", 720)]
    [InlineData("67640028ACD940780227E5C044000003000400000300C83C60C658", 1080)]
    [InlineData("674D400CECA0A0CFCF80880000030008000003019078A14CB0", 180)]
    [InlineData("67640015ACD941B1FE4F011000000300100000030320F162D960", 240)]
    [InlineData("6742C00BD902C4EC0440000003004000000C83C50A92", 144)]
    [InlineData("6764001EACD940B424D80880000003008", 576)]
    [InlineData("67F4001E919B281405BF780880000003008", 350)]
    public void A_sequence_parameter_set_tells_how_high_pictures_are(string unit, int height)
    {
        byte[] parameters = Hex.Bytes(unit + (unit.Length % 2 == 0 ? "" : "0"));
        Assert.Equal(height, Height(parameters));
        Assert.Equal(height, Height([0x78, 0, (byte)parameters.Length, .. parameters, 0, 2, 0x68, 0xCE]));
        Assert.Equal(height, Height([0x78, 0, 2, 0x68, 0xCE, 0, (byte)parameters.Length, .. parameters]));

        static int Height(byte[] payload)
        {
            Assert.True(H264Payload.TryParse(payload, out H264Payload parsed));
            return parsed.Height(payload);
        }
    }

    [Theory]
    [InlineData("67")]
    [InlineData("67 42 C0 1F")]
    [InlineData("67 42 C0 1F 00 00 00 00 00 00 00 00 00 00 00")]
    [InlineData("67 64 00 1F")]
    [InlineData("7C 87 42 C0 1F D9 00 50 05 BB 01 10")]
    [InlineData("65 88 84 00 00 00 00 00 00 00 00 00 00")]
    public void What_does_not_tell_a_height_has_none(string payload) => Assert.Equal(0, Parse(payload).Height(Hex.Bytes(payload)));

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("60", "type 0")]
    [InlineData("79 0000 0001 65", "STAP-B")]
    [InlineData("7A 00", "MTAP16")]
    [InlineData("7B 00", "MTAP24")]
    [InlineData("7D 85 0000 00", "FU-B")]
    [InlineData("7E 00", "type 30")]
    [InlineData("78", "an empty aggregate")]
    [InlineData("78 00", "half a size")]
    [InlineData("78 0000", "a unit of nothing")]
    [InlineData("78 0002 67", "a unit cut off")]
    [InlineData("78 0001 67 00", "a second size cut off")]
    [InlineData("7C", "a fragment without its header")]
    public void What_is_cut_off_or_packetized_otherwise_is_refused(string payload, string why) =>
        Assert.False(H264Payload.TryParse(Hex.Bytes(payload), out _), why);

    [Fact]
    public void No_bytes_make_the_parser_throw() =>
        Prop.ForAll<byte[]>(bytes => !H264Payload.TryParse([0x78, .. bytes], out H264Payload parsed) || parsed.StartsUnit)
            .QuickCheckThrowOnFailure();

    private static void AssertContents(H264Payload parsed, string contents)
    {
        string[] words = contents.Split(' ');
        Assert.Equal(words.Contains("idr"), parsed.HasIdr);
        Assert.Equal(words.Contains("sps"), parsed.HasSequenceParameterSet);
        Assert.Equal(words.Contains("pps"), parsed.HasPictureParameterSet);
        Assert.Equal(words.Contains("idr") || words.Contains("sps"), parsed.IsKeyframe);
    }
}
