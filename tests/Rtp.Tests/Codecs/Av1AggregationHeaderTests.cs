using Rtp.Codecs;

namespace Rtp.Tests.Codecs;

public class Av1AggregationHeaderTests
{
    [Theory]
    [InlineData("00 AA", false, false, 0, false)]
    [InlineData("80 AA", true, false, 0, false)]
    [InlineData("40 AA", false, true, 0, false)]
    [InlineData("30 AA", false, false, 3, false)]
    [InlineData("18 AA", false, false, 1, true)]
    [InlineData("D7 AA", true, true, 1, false)]
    public void The_header_is_read(string payload, bool continuesUnit, bool unitContinues, byte units, bool startsSequence)
    {
        Assert.True(Av1AggregationHeader.TryParse(Hex.Bytes(payload), out Av1AggregationHeader header));
        Assert.Equal(new Av1AggregationHeader(continuesUnit, unitContinues, units, startsSequence), header);
        Assert.Equal(startsSequence, header.IsKeyframe);
    }

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("10", "a header alone")]
    [InlineData("88 AA", "a sequence that starts within a unit")]
    public void What_cannot_be_is_refused(string payload, string why) =>
        Assert.False(Av1AggregationHeader.TryParse(Hex.Bytes(payload), out _), why);
}
