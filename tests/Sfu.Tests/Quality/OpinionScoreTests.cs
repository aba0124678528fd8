using Sfu.Quality;

namespace Sfu.Tests.Quality;

public sealed class OpinionScoreTests
{
    [Theory]
    [InlineData(20, 2, 0, QualityLevel.Good)]
    [InlineData(100, 10, 0.01, QualityLevel.Good)]
    [InlineData(100, 10, 0.05, QualityLevel.Fair)]
    [InlineData(300, 30, 0.02, QualityLevel.Poor)]
    [InlineData(100, 10, 0.3, QualityLevel.Bad)]
    [InlineData(800, 50, 0, QualityLevel.Bad)]
    public void Sound_suffers_from_delay_and_loss(int roundTripMilliseconds, int jitterMilliseconds, double loss, QualityLevel expected) =>
        Assert.Equal(expected, OpinionScore.Level(OpinionScore.OfSound(roundTripMilliseconds * 1000, jitterMilliseconds * 1000, loss)));

    [Theory]
    [InlineData(0, 30, 720, 720, QualityLevel.Good)]
    [InlineData(0, 15, 720, 720, QualityLevel.Fair)]
    [InlineData(0.02, 30, 720, 720, QualityLevel.Fair)]
    [InlineData(0, 8, 720, 720, QualityLevel.Poor)]
    [InlineData(0.2, 30, 720, 720, QualityLevel.Bad)]
    [InlineData(0, 30, 360, 720, QualityLevel.Good)]
    [InlineData(0, 30, 180, 720, QualityLevel.Fair)]
    [InlineData(0, 30, 90, 720, QualityLevel.Poor)]
    [InlineData(0, 30, 90, 90, QualityLevel.Good)]
    [InlineData(0, 30, null, 720, QualityLevel.Good)]
    public void Pictures_suffer_from_freezes_from_being_few_and_from_being_small(double frozen, double framesPerSecond, int? height, int shown, QualityLevel expected) =>
        Assert.Equal(expected, OpinionScore.Level(OpinionScore.OfPictures(frozen, framesPerSecond, height, shown)));

    [Fact]
    public void Whatever_is_measured_the_score_is_one() => Assert.All(
        (double[])[0, 0.5, 1],
        loss => Assert.All(
            (long[])[0, 1_000_000, long.MaxValue / 4],
            time => Assert.InRange(OpinionScore.OfSound(time, time, loss), 1, OpinionScore.Highest)));

    [Fact]
    public void A_step_up_needs_more_than_a_step_down()
    {
        var quality = new DirectionQuality();
        Assert.True(quality.Add(4.0));
        Assert.Equal(QualityLevel.Fair, quality.Level);
        Assert.False(quality.Add(4.1));
        Assert.False(quality.Add(4.1));
        Assert.True(quality.Add(4.4));
        Assert.Equal(QualityLevel.Good, quality.Level);
        Assert.True(quality.Add(3.5));
        Assert.Equal(QualityLevel.Fair, quality.Level);
    }
}
