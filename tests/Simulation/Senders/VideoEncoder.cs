namespace Simulation.Senders;

/// <summary>
/// How large an encoder makes its pictures: around the target rate, keyframes several times larger, and what was spent too much is saved again over the
/// next second. A picture that would be too much altogether is left out, as libvpx does.
/// </summary>
internal sealed class VideoEncoder(Random random)
{
    private const int FramesPerSecond = 30;
    private const double KeyframeFactor = 5;
    private const int SmallestKeyframe = 3_000;
    private const int SmallestFrame = 200;

    // Of what was spent too much, this share is saved with every picture.
    private const double Saving = 0.08;
    private const double LongestDebtSeconds = 0.6;

    private double _debt;

    /// <summary>Bits a second to be made.</summary>
    public long Target { get; set; }

    /// <summary>Bytes of the next picture; 0 leaves it out.</summary>
    /// <param name="key">Whether it is a keyframe.</param>
    /// <param name="weight">What its temporal layer weighs, 1 on average.</param>
    public int NextSize(bool key, double weight)
    {
        double budget = Target / 8.0 / FramesPerSecond;
        _debt -= budget;
        double noise = 1 + (0.5 * (random.NextDouble() - 0.5));
        if (!key && _debt > Target / 8.0 * LongestDebtSeconds)
        {
            return 0;
        }

        double size = key
            ? Math.Max(SmallestKeyframe, budget * KeyframeFactor * noise)
            : Math.Max(SmallestFrame, ((budget * weight) - (Math.Max(0, _debt) * Saving)) * noise);
        _debt = Math.Max(_debt + size, -budget);
        return (int)size;
    }
}
