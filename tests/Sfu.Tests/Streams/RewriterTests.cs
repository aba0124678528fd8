using Sfu.Streams;
using Sfu.Streams.Incoming;
using Sfu.Streams.Outgoing;

namespace Sfu.Tests.Streams;

public sealed class RewriterTests
{
    private static readonly MediaTime Start = new(MediaTime.Seconds(10));

    [Fact]
    public void Timestamps_follow_the_source_and_across_a_switch_the_time_that_went_by()
    {
        var rewriter = new TimestampRewriter(1_000_000);
        rewriter.Switch(50, null, 90_000, Start);
        Assert.Equal(1_000_000u, rewriter.Rewrite(50, Start));
        Assert.Equal(1_003_000u, rewriter.Rewrite(3050, Start + 33_333));

        rewriter.Switch(4_000_000_000, null, 90_000, Start + 1_033_333);
        Assert.Equal(1_093_000u, rewriter.Rewrite(4_000_000_000, Start + 1_033_333));
    }

    [Fact]
    public void A_switch_within_the_same_instant_still_moves_the_timestamp_on()
    {
        var rewriter = new TimestampRewriter(7);
        rewriter.Switch(100, null, 90_000, Start);
        rewriter.Rewrite(100, Start);
        rewriter.Switch(900, null, 90_000, Start);
        Assert.Equal(8u, rewriter.Rewrite(900, Start));
    }

    [Fact]
    public void Where_sender_reports_tell_it_a_switch_moves_the_timestamp_by_the_time_between_the_captures()
    {
        var rewriter = new TimestampRewriter(1000);
        rewriter.Switch(50, null, 90_000, Start);

        // The other source's picture was captured 3000 units after the last one, and came much later.
        rewriter.Switch(4_000_000_000, 3050, 90_000, Start + 500_000);
        Assert.Equal(4000u, rewriter.Rewrite(4_000_000_000, Start + 500_000));

        // The same instant as the last picture: still one unit on.
        rewriter.Switch(77, 4_000_000_000, 90_000, Start + 510_000);
        Assert.Equal(4001u, rewriter.Rewrite(77, Start + 510_000));

        // Reports that cannot be right.
        rewriter.Switch(9, 77 + (60 * 90_000), 90_000, Start + 520_000);
        Assert.Equal(4901u, rewriter.Rewrite(9, Start + 520_000));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Picture_numbers_run_on_across_a_switch_and_wrap_in_their_width(bool isShort)
    {
        var rewriter = new PictureRewriter();
        int mask = isShort ? 0x7F : 0x7FFF;
        rewriter.Switch(new PictureNumbers((short)(mask - 1), 254, isShort));
        for (int picture = 0; picture < 300; picture++)
        {
            PictureNumbers sent = Send(rewriter, (mask - 1 + picture) & mask, (254 + picture) & 0xFF, isShort);
            Assert.Equal((picture & mask, picture & 0xFF), (sent.PictureId & mask, sent.Tl0PicIndex));
        }

        rewriter.Switch(new PictureNumbers(50, 7, isShort));
        Assert.Equal((300 & mask, 300 & 0xFF), (Send(rewriter, 50, 7, isShort).PictureId & mask, Send(rewriter, 50, 7, isShort).Tl0PicIndex));
    }

    [Fact]
    public void Pictures_that_are_held_back_are_closed_up_and_late_ones_keep_their_number()
    {
        var rewriter = new PictureRewriter();
        rewriter.Switch(new PictureNumbers(1000, 0));
        Assert.Equal(0, Send(rewriter, 1000, 0).PictureId);
        rewriter.Skip(new PictureNumbers(1001, 0));
        rewriter.Skip(new PictureNumbers(1001, 0));
        Assert.Equal(2, Send(rewriter, 1003, 0).PictureId);
        Assert.Equal(1, Send(rewriter, 1002, 0).PictureId);
        Assert.Equal(0, Send(rewriter, 1000, 0).PictureId);
        Assert.False(rewriter.TryRewrite(new PictureNumbers(1001, 0), out _));
    }

    [Fact]
    public void A_payload_without_numbers_stays_without()
    {
        var rewriter = new PictureRewriter();
        rewriter.Switch(PictureNumbers.None);
        Assert.True(rewriter.TryRewrite(PictureNumbers.None, out PictureNumbers sent));
        Assert.Equal(PictureNumbers.None, sent);
    }

    [Fact]
    public void A_packet_is_sent_again_once_a_round_trip_however_often_it_is_asked_for()
    {
        var limiter = new ResendLimiter();
        Assert.True(limiter.TryTake(5, Start, 100_000));
        Assert.False(limiter.TryTake(5, Start + 80_000, 100_000));
        Assert.True(limiter.TryTake(6, Start + 80_000, 100_000));
        Assert.True(limiter.TryTake(5, Start + 90_000, 100_000));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(SentPackets.Capacity)]
    public void Many_packets_that_are_asked_for_twice_within_a_round_trip_are_sent_again_once_each(int count)
    {
        const ushort First = 65_400;
        var limiter = new ResendLimiter();
        int Answered(long since) => Enumerable.Range(First, count).Count(number => limiter.TryTake(unchecked((ushort)number), Start + since, 100_000));

        Assert.Equal(count, Answered(0));
        Assert.Equal(0, Answered(50_000));
        Assert.Equal(count, Answered(100_000));
    }

    [Fact]
    public void What_feedback_calls_lost_is_sent_again_at_once_but_not_for_a_sending_that_was_replaced_already()
    {
        var limiter = new ResendLimiter();
        Assert.True(limiter.TryReplace(5, sentAt: Start, Start + 60_000));
        Assert.False(limiter.TryReplace(5, sentAt: Start, Start + 70_000));
        Assert.False(limiter.TryTake(5, Start + 80_000, 100_000));
        Assert.True(limiter.TryReplace(5, sentAt: Start + 60_000, Start + 120_000));
    }

    [Fact]
    public void Everybodys_wish_for_a_keyframe_is_one_request_repeated_ever_more_slowly_until_it_comes()
    {
        var requester = new KeyframeRequester();
        Assert.Equal(MediaTime.Never, requester.NextDeadline);
        List<long> times = [];
        for (MediaTime now = Start; now - Start < MediaTime.Seconds(5); now += 1000)
        {
            requester.Request();
            if (requester.TrySend(now, 50_000))
            {
                times.Add((now - Start) / 1000);
            }
        }

        Assert.Equal([0, 200, 600, 1400, 3000], times.Take(5));
        requester.Clear();
        Assert.Equal(MediaTime.Never, requester.NextDeadline);
    }

    private static PictureNumbers Send(PictureRewriter rewriter, int picture, int tl0, bool isShort = false)
    {
        Assert.True(rewriter.TryRewrite(new PictureNumbers((short)picture, (short)tl0, isShort), out PictureNumbers sent));
        return sent;
    }
}
