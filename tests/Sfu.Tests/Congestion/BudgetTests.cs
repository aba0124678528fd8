using Sfu.Congestion;

namespace Sfu.Tests.Congestion;

public sealed class BudgetTests
{
    [Fact]
    public void What_leaves_follows_the_rate_after_a_small_burst()
    {
        var budget = new EgressBudget { Rate = 1_000_000 };
        long sent = 0;
        for (int i = 0; i < 1000; i++)
        {
            while (budget.Allows(At(i)))
            {
                budget.Spend(1000, At(i));
                sent += 1000;
            }
        }

        Assert.InRange(sent, 125_000, 127_500);
    }

    [Fact]
    public void The_next_packet_may_leave_when_the_budget_says()
    {
        var budget = new EgressBudget { Rate = 1_000_000 };
        while (budget.Allows(At(0)))
        {
            budget.Spend(1000, At(0));
        }

        MediaTime next = budget.NextAllowed(At(0));
        Assert.InRange(next - At(0), 1, 8_001);
        Assert.False(budget.Allows(new MediaTime(next.Microseconds - 10)));
        Assert.True(budget.Allows(next));
    }

    [Fact]
    public void Sound_beyond_the_rate_does_not_hold_pictures_up_for_ever()
    {
        var budget = new EgressBudget { Rate = 100_000 };
        for (int i = 0; i < 10_000; i++)
        {
            budget.Spend(200, At(0));
        }

        Assert.True(budget.Allows(At(500)));
    }

    [Fact]
    public void Retransmissions_have_a_quarter_of_the_estimate()
    {
        var budget = new RtxBudget();
        budget.SetEstimate(1_000_000);
        Assert.True(budget.TryTake(1000, At(0)));
        int taken = Enumerable.Range(1, 10_000).Count(i => budget.TryTake(1000, At(i)));
        Assert.InRange(taken * 8000 / 10.0, 250_000, 285_000);
        Assert.Equal(10_000 - taken, budget.Refused);
    }

    private static MediaTime At(long milliseconds) => MediaTime.Zero + MediaTime.Seconds(1) + MediaTime.Milliseconds(milliseconds);
}
