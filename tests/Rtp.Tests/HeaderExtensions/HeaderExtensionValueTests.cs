using FsCheck;
using FsCheck.Fluent;
using Rtp.HeaderExtensions;

namespace Rtp.Tests.HeaderExtensions;

public class HeaderExtensionValueTests
{
    [Theory]
    [InlineData(0x80, 0, true)]
    [InlineData(0x7F, 127, false)]
    [InlineData(0x9E, 30, true)]
    public void Audio_level_has_a_voice_bit_and_a_level(byte wire, byte level, bool voice)
    {
        byte[] data = [wire];
        Assert.True(AudioLevel.TryRead(data, out AudioLevel value));
        Assert.Equal(new AudioLevel(level, voice), value);
        data[0] = 0;
        value.Write(data);
        Assert.Equal(wire, data[0]);
    }

    [Fact]
    public void Transport_sequence_number_reads_back()
    {
        byte[] data = new byte[2];
        TransportSequenceNumber.Write(data, 0xABCD);
        Assert.Equal(Hex.Bytes("AB CD"), data);
        Assert.True(TransportSequenceNumber.TryRead(data, out ushort number));
        Assert.Equal(0xABCD, number);
    }

    [Theory]
    [InlineData(0, 0x000000)]
    [InlineData(1_000_000, 0x040000)]
    [InlineData(500_000, 0x020000)]
    [InlineData(63_999_999, 0x000000)] // nearest unit is the next turn's first
    [InlineData(64_000_000, 0x000000)]
    [InlineData(65_000_000, 0x040000)]
    [InlineData(-1_000_000, 0xFC0000)]
    public void Absolute_send_time_counts_in_units_of_2_to_the_minus_18_seconds(long microseconds, int units) =>
        Assert.Equal((uint)units, AbsoluteSendTime.FromMicroseconds(microseconds).Value);

    [Fact]
    public void Absolute_send_time_differences_survive_the_wrap()
    {
        var before = AbsoluteSendTime.FromMicroseconds(63_000_000);
        var after = AbsoluteSendTime.FromMicroseconds(65_000_000);
        Assert.Equal(2_000_000, after.MicrosecondsSince(before));
        Assert.Equal(-2_000_000, before.MicrosecondsSince(after));
    }

    [Fact]
    public void Absolute_send_time_reads_back() =>
        Prop.ForAll<uint>(units =>
        {
            byte[] data = new byte[AbsoluteSendTime.Length];
            var value = new AbsoluteSendTime(units & 0xFFFFFF);
            value.Write(data);
            return AbsoluteSendTime.TryRead(data, out AbsoluteSendTime read) && read == value;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Playout_delay_is_two_numbers_of_twelve_bits()
    {
        byte[] data = Hex.Bytes("01 23 45");
        Assert.True(PlayoutDelay.TryRead(data, out PlayoutDelay value));
        Assert.Equal(new PlayoutDelay(0x012, 0x345), value);
        byte[] written = new byte[3];
        value.Write(written);
        Assert.Equal(data, written);

        new PlayoutDelay(1, ushort.MaxValue).Write(written);
        Assert.Equal(Hex.Bytes("00 1F FF"), written);
        Assert.False(PlayoutDelay.TryRead(Hex.Bytes("00 20 01"), out _));
    }

    [Fact]
    public void Values_of_a_wrong_length_are_refused()
    {
        for (int length = 0; length < 20; length++)
        {
            byte[] data = new byte[length];
            Assert.Equal(length == 1, AudioLevel.TryRead(data, out _));
            Assert.Equal(length == 2, TransportSequenceNumber.TryRead(data, out _));
            Assert.Equal(length == 3, AbsoluteSendTime.TryRead(data, out _));
            Assert.Equal(length == 3, PlayoutDelay.TryRead(data, out _));
        }
    }
}
