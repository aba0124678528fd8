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
