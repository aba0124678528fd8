using FsCheck;
using FsCheck.Fluent;

namespace Rtp.Tests;

public class NtpTimeTests
{
    [Fact]
    public void The_unix_epoch_is_70_years_after_1900() => Assert.Equal(2_208_988_800u, NtpTime.FromUnixMicroseconds(0).Seconds);

    [Fact]
    public void Half_a_second_is_half_of_the_fraction()
    {
        var time = NtpTime.FromUnixMicroseconds(1_500_000);
        Assert.Equal(0x8000_0000u, time.Fraction);
        Assert.Equal(0x7E81_8000u, time.Middle);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-1_000_000)]
    [InlineData(1_700_000_000_123_456)]
    [InlineData(2_085_978_495_999_999)]
    [InlineData(2_085_978_496_000_000)]
    [InlineData(4_000_000_000_000_001)]
    public void Instants_before_1970_and_after_2036_come_back(long microseconds) =>
        Assert.Equal(microseconds, NtpTime.FromUnixMicroseconds(microseconds).ToUnixMicroseconds());

    [Fact]
    public void Any_microsecond_comes_back() =>
        Prop.ForAll<uint, uint>((seconds, rest) =>
        {
            long microseconds = (seconds * 1_000_000L) + (rest % 1_000_000);
            microseconds %= 4_230_000_000_000_000;
            return NtpTime.FromUnixMicroseconds(microseconds).ToUnixMicroseconds() == microseconds;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 0u)]
    [InlineData(-5, 0u)]
    [InlineData(1_000_000, 65536u)]
    [InlineData(500_000, 32768u)]
    [InlineData(long.MaxValue, uint.MaxValue)]
    public void Spans_convert_to_units_of_1_65536_s(long microseconds, uint units)
    {
        Assert.Equal(units, NtpTime.MicrosecondsToShort(microseconds));
        if (microseconds is >= 0 and < long.MaxValue)
        {
            Assert.Equal(microseconds, NtpTime.ShortToMicroseconds(units));
        }
    }
}
