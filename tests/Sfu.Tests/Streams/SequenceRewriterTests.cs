using Sfu.Streams.Outgoing;

namespace Sfu.Tests.Streams;

public sealed class SequenceRewriterTests
{
    private readonly SequenceRewriter _rewriter = new(100);

    [Fact]
    public void The_first_packet_has_the_first_number_and_the_others_follow_with_their_gaps()
    {
        _rewriter.Switch(5000);
        Assert.Equal([100, 101, 104], Rewrite(5000, 5001, 5004));
    }

    [Fact]
    public void A_late_packet_gets_the_number_that_was_kept_for_it()
    {
        _rewriter.Switch(10);
        Assert.Equal([100, 103, 102, 101, 104], Rewrite(10, 13, 12, 11, 14));
    }

    [Fact]
    public void A_packet_that_is_held_back_leaves_no_gap_and_packets_before_it_keep_theirs()
    {
        _rewriter.Switch(10);
        Assert.Equal([100, 101], Rewrite(10, 11));
        _rewriter.Skip(14);
        Assert.Equal([104, 103, 102, 105], Rewrite(15, 13, 12, 16));
    }

    [Fact]
    public void After_a_switch_numbers_run_on_and_packets_from_before_it_are_refused()
    {
        _rewriter.Switch(10);
        Assert.Equal([100, 105], Rewrite(10, 15));
        _rewriter.Switch(70_000);
        Assert.Equal([106, 107], Rewrite(70_000, 70_001));
        Assert.False(_rewriter.TryRewrite(15, out _));
    }

    [Fact]
    public void What_was_sent_is_found_again_by_its_number()
    {
        _rewriter.Switch(10);
        Rewrite(10, 11);
        _rewriter.Skip(12);
        Rewrite(13, 14);

        Assert.Equal([10, 11, 13, 14], new ushort[] { 100, 101, 102, 103 }.Select(Invert));
        Assert.False(_rewriter.TryInvert(99, out _));
        Assert.False(_rewriter.TryInvert(104, out _));
    }

    [Fact]
    public void Whatever_comes_and_is_held_back_numbers_are_unique_and_lead_back()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var rewriter = new SequenceRewriter((ushort)random.Next(65536));
            var sent = new Dictionary<long, long>();
            long source = random.Next(100_000);
            rewriter.Switch(source);
            for (int i = 0; i < 500; i++)
            {
                source += random.Next(1, 4);
                long late = Math.Max(source - random.Next(0, 5), 0);
                if (random.Next(20) == 0)
                {
                    rewriter.Skip(source);
                }
                else if (!sent.ContainsValue(late) && rewriter.TryRewrite(late, out long number))
                {
                    Assert.True(sent.TryAdd(number, late), $"seed {seed}: number {number} twice");
                    Assert.True(rewriter.TryInvert((ushort)number, out long back));
                    Assert.Equal(late, back);
                }

                if (random.Next(100) == 0)
                {
                    source = random.Next(100_000);
                    rewriter.Switch(source);
                    sent = sent.ToDictionary(pair => pair.Key, pair => -1 - pair.Key);
                }
            }
        }
    }

    private long[] Rewrite(params long[] sources) => [.. sources.Select(source =>
    {
        Assert.True(_rewriter.TryRewrite(source, out long number));
        return number;
    })];

    private long Invert(ushort number)
    {
        Assert.True(_rewriter.TryInvert(number, out long source));
        return source;
    }
}
