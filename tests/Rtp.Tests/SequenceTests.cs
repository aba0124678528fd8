using FsCheck;
using FsCheck.Fluent;

namespace Rtp.Tests;

public class SequenceTests
{
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, -1)]
    [InlineData(65535, 0, 1)]
    [InlineData(0, 65535, -1)]
    [InlineData(10, 65500, -46)]
    [InlineData(0, 32767, 32767)]
    [InlineData(0, 32768, -32768)]
    [InlineData(32768, 0, -32768)]
    public void Distance_is_signed(int from, int to, int distance) =>
        Assert.Equal(distance, SequenceNumber.Distance((ushort)from, (ushort)to));

    [Theory]
    [InlineData("0 1 2", "0 1 2")]
    [InlineData("65534 65535 0 1", "65534 65535 65536 65537")]
    [InlineData("65535 0 65534 1", "65535 65536 65534 65537")]
    [InlineData("0 65535 1", "0 -1 1")]
    [InlineData("0 32767 65534 32765 0", "0 32767 65534 98301 65536")]
    [InlineData("100 90 32866 110", "100 90 32866 110")]
    public void Sequence_numbers_unwrap_next_to_the_highest(string numbers, string extended)
    {
        var unwrapper = default(SequenceUnwrapper);
        Assert.Equal(
            extended.Split(' ').Select(long.Parse), numbers.Split(' ').Select(ushort.Parse).Select(n => unwrapper.Unwrap(n)).ToList());
    }

    [Fact]
    public void Peeking_changes_nothing()
    {
        var unwrapper = default(SequenceUnwrapper);
        Assert.Equal(9, unwrapper.Peek(9));
        unwrapper.Unwrap(65535);
        Assert.Equal(65536, unwrapper.Peek(0));
        Assert.Equal(65535, unwrapper.Highest);
    }

    [Fact]
    public void Any_walk_in_steps_below_half_the_range_is_followed() =>
        Prop.ForAll<short[], ushort>((steps, start) =>
        {
            var unwrapper = default(SequenceUnwrapper);
            long position = unwrapper.Unwrap(start);
            foreach (short step in steps)
            {
                position = unwrapper.Highest + Math.Max(step, (short)-32767);
                Assert.Equal(position, unwrapper.Unwrap((ushort)position));
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(uint.MaxValue, 2959u, 4294970255)]
    [InlineData(0u, uint.MaxValue, -1)]
    [InlineData(1000u, 2147484000u, 2147484000)]
    public void Timestamps_unwrap_next_to_the_highest(uint first, uint second, long extended)
    {
        var unwrapper = default(TimestampUnwrapper);
        Assert.Equal(first, unwrapper.Unwrap(first));
        Assert.Equal(extended, unwrapper.Peek(second));
        Assert.Equal(extended, unwrapper.Unwrap(second));
        Assert.Equal(Math.Max(first, extended), unwrapper.Highest);
    }
}
