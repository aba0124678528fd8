using System.Text;
using Rtp.HeaderExtensions;

namespace Rtp.Tests.HeaderExtensions;

public class StreamIdentifierTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("q")]
    [InlineData("audio-section-16")]
    public void An_identifier_from_the_wire_equals_the_one_from_the_description(string text)
    {
        Assert.True(StreamIdentifier.TryRead(Encoding.ASCII.GetBytes(text), out StreamIdentifier wire));
        Assert.True(StreamIdentifier.TryParse(text, out StreamIdentifier described));
        Assert.Equal(described, wire);
        Assert.Equal(text, wire.ToString());
        Assert.Equal(text.Length, wire.Length);

        byte[] written = new byte[wire.Length];
        wire.Write(written);
        Assert.Equal(text, Encoding.ASCII.GetString(written));
    }

    [Fact]
    public void Different_identifiers_differ()
    {
        Assert.True(StreamIdentifier.TryParse("1", out StreamIdentifier one));
        Assert.True(StreamIdentifier.TryParse("11", out StreamIdentifier eleven));
        Assert.NotEqual(one, eleven);
        Assert.NotEqual(one, default);
        Assert.True(default(StreamIdentifier).IsEmpty);
    }

    [Fact]
    public void Zero_bytes_at_the_end_are_padding()
    {
        Assert.True(StreamIdentifier.TryRead([(byte)'h', 0, 0], out StreamIdentifier value));
        Assert.Equal("h", value.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("a\n")]
    [InlineData("\u00e9")]
    [InlineData("seventeen-letters")]
    public void What_is_no_token_of_at_most_16_bytes_is_refused(string text)
    {
        Assert.False(StreamIdentifier.TryParse(text, out _));
        Assert.False(StreamIdentifier.TryRead(Encoding.Latin1.GetBytes(text), out _));
    }

    [Fact]
    public void A_description_does_not_end_in_padding() => Assert.False(StreamIdentifier.TryParse("h\0", out _));
}
