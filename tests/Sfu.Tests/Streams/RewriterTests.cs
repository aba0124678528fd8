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
        rewriter.Switch(50, 90_000, Start);
        Assert.Equal(1_000_000u, rewriter.Rewrite(50, Start));
        Assert.Equal(1_003_000u, rewriter.Rewrite(3050, Start + 33_333));

        rewriter.Switch(4_000_000_000, 90_000, Start + 1_033_333);
        Assert.Equal(1_093_000u, rewriter.Rewrite(4_000_000_000, Start + 1_033_333));
    }

    [Fact]
    public void A_switch_within_the_same_instant_still_moves_the_timestamp_on()
    {
        var rewriter = new TimestampRewriter(7);
        rewriter.Switch(100, 90_000, Start);
        rewriter.Rewrite(100, Start);
        rewriter.Switch(900, 90_000, Start);
        Assert.Equal(8u, rewriter.Rewrite(900, Start));
    }

    [Fact]
    public void Picture_numbers_run_on_across_a_switch_and_wrap_in_their_width()
    {
        var rewriter = new PictureRewriter();
        rewriter.Switch(new PictureNumbers(0x7FFE, 254));
        Assert.Equal(new PictureNumbers(0x7FFE, 254), Send(ref rewriter, 0x7FFE, 254));
        Assert.Equal(new PictureNumbers(0x7FFF, 255), Send(ref rewriter, 0x7FFF, 255));

        rewriter.Switch(new PictureNumbers(500, 7));
        Assert.Equal(new PictureNumbers(0, 0), Send(ref rewriter, 500, 7));
        Assert.Equal(new PictureNumbers(1, 1), Send(ref rewriter, 501, 8));
    }

    [Fact]
    public void A_payload_without_numbers_stays_without()
    {
        var rewriter = new PictureRewriter();
        rewriter.Switch(PictureNumbers.None);
        Assert.Equal(PictureNumbers.None, rewriter.Rewrite(PictureNumbers.None));
    }

    [Fact]
    public void A_packet_is_sent_again_once_a_round_trip()
    {
        var limiter = new ResendLimiter();
        Assert.True(limiter.TryTake(5, Start, 100_000));
        Assert.False(limiter.TryTake(5, Start + 99_000, 100_000));
        Assert.True(limiter.TryTake(6, Start + 99_000, 100_000));
        Assert.True(limiter.TryTake(5, Start + 100_000, 100_000));
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

    private static PictureNumbers Send(ref PictureRewriter rewriter, short picture, short tl0)
    {
        PictureNumbers sent = rewriter.Rewrite(new PictureNumbers(picture, tl0));
        rewriter.Note(sent);
        return sent;
    }
}
