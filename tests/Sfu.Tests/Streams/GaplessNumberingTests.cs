using Sfu.Streams.Outgoing;

namespace Sfu.Tests.Streams;

public sealed class GaplessNumberingTests
{
    private readonly GaplessNumbering _numbering = new(100, 1024);

    [Fact]
    public void The_first_has_the_first_number_and_the_others_follow_with_their_gaps()
    {
        _numbering.Switch(5000);
        Assert.Equal([100, 101, 104], Rewrite(5000, 5001, 5004));
    }

    [Fact]
    public void What_comes_late_gets_the_number_that_was_kept_for_it()
    {
        _numbering.Switch(10);
        Assert.Equal([100, 103, 102, 101, 104], Rewrite(10, 13, 12, 11, 14));
    }

    [Fact]
    public void What_is_held_back_leaves_no_gap_and_what_came_before_it_keeps_its_number()
    {
        _numbering.Switch(10);
        Assert.Equal([100, 101], Rewrite(10, 11));
        Assert.False(_numbering.Skip(14, out _));
        Assert.Equal([104, 103, 102, 105], Rewrite(15, 13, 12, 16));
        Assert.False(_numbering.TryRewrite(14, out _));
    }

    [Fact]
    public void What_is_held_back_late_leaves_the_number_that_was_kept_for_it()
    {
        _numbering.Switch(10);
        Assert.Equal([100, 103], Rewrite(10, 13));
        Assert.True(_numbering.Skip(11, out long hole));
        Assert.Equal(101, hole);
        Assert.Equal([102, 104], Rewrite(12, 14));
    }

    [Fact]
    public void However_much_is_held_back_the_numbers_of_what_is_left_have_no_gap()
    {
        _numbering.Switch(0);
        for (int source = 0; source < 10_000; source++)
        {
            if (source % 2 == 0)
            {
                Assert.Equal([100 + (source / 2)], Rewrite(source));
            }
            else
            {
                Assert.False(_numbering.Skip(source, out _));
            }

            // Sent again, or repaired, from some hundreds of numbers ago.
            if (source > 600 && source % 2 == 0)
            {
                Assert.Equal([100 + ((source - 500) / 2)], Rewrite(source - 500));
            }
        }
    }

    [Fact]
    public void After_a_switch_numbers_run_on_and_what_is_from_before_it_is_refused()
    {
        _numbering.Switch(10);
        Assert.Equal([100, 105], Rewrite(10, 15));
        _numbering.Switch(70_000);
        Assert.Equal([106, 107], Rewrite(70_000, 70_001));
        Assert.False(_numbering.TryRewrite(15, out _));
        Assert.False(_numbering.Skip(15, out _));
    }

    [Fact]
    public void Numbers_that_were_not_used_are_given_anew_after_a_switch()
    {
        var numbering = new GaplessNumbering(100, 64);
        numbering.Switch(10);
        Assert.Equal([100, 101, 102], new long[] { 10, 11, 12 }.Select(source => numbering.TryRewrite(source, out long number) ? number : -1));

        numbering.Rewind(used: 100);
        numbering.Switch(20);
        Assert.True(numbering.TryRewrite(20, out long next));
        Assert.Equal(101, next);
    }

    [Fact]
    public void What_is_further_behind_than_the_window_is_refused()
    {
        _numbering.Switch(10);
        Assert.Equal([100, 5090], Rewrite(10, 5000));
        Assert.False(_numbering.TryRewrite(5000 - 1024, out _));
        Assert.True(_numbering.TryRewrite(5000 - 1023, out _));
    }

    [Fact]
    public void Whatever_comes_and_is_held_back_numbers_are_unique_and_in_the_order_of_the_source()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var numbering = new GaplessNumbering(random.Next(65536), 1024);
            var given = new SortedDictionary<long, long>();
            var done = new HashSet<long>();
            long source = random.Next(100_000);
            numbering.Switch(source);
            long before = numbering.Highest;
            for (int i = 0; i < 500; i++)
            {
                source += random.Next(1, 4);
                long one = Math.Max(source - random.Next(0, 5), 0);
                if (!done.Add(one))
                {
                    continue;
                }

                if (random.Next(3) == 0)
                {
                    numbering.Skip(one, out _);
                }
                else if (numbering.TryRewrite(one, out long number))
                {
                    Assert.True(given.TryAdd(number, one), $"seed {seed}: number {number} twice");
                    Assert.True(number > before);
                }

                if (random.Next(100) == 0)
                {
                    Assert.Equal(given.Values.Order(), given.Values);
                    given.Clear();
                    done.Clear();
                    source = random.Next(100_000);
                    numbering.Switch(source);
                    before = numbering.Highest;
                }
            }

            Assert.Equal(given.Values.Order(), given.Values);
        }
    }

    private long[] Rewrite(params long[] sources) => [.. sources.Select(source =>
    {
        Assert.True(_numbering.TryRewrite(source, out long number));
        return number;
    })];
}
