using Sfu;

namespace Simulation.Senders;

/// <summary>A rate that follows what the delay says (draft-ietf-rmcat-gcc-02 section 5.5, as libwebrtc's AimdRateControl).</summary>
/// <param name="start">Bits a second to start with.</param>
/// <param name="minimum">The least.</param>
/// <param name="maximum">The most.</param>
internal sealed class AimdRate(double start, double minimum, double maximum)
{
    private double? _capacity;
    private MediaTime _lastIncrease;
    private MediaTime _lastDecrease = new(-1_000_000);

    /// <summary>Bits a second.</summary>
    public double BitsPerSecond { get; private set; } = start;

    /// <summary>Time counts from now.</summary>
    public void Start(MediaTime now) => _lastIncrease = now;

    /// <summary>Draws the conclusions.</summary>
    /// <param name="before">What the delay said before.</param>
    /// <param name="state">What it says now.</param>
    /// <param name="received">Bits a second that got through.</param>
    /// <param name="roundTrip">Microseconds.</param>
    /// <param name="now">The time.</param>
    public void Update(DelayState before, DelayState state, double received, long roundTrip, MediaTime now)
    {
        double elapsed = Math.Min(1, (now - _lastIncrease) / 1e6);
        _lastIncrease = now;
        switch (state)
        {
            case DelayState.Overuse when before != DelayState.Overuse || now - _lastDecrease > Math.Clamp(roundTrip, 10_000, 200_000):
                BitsPerSecond = Math.Max(minimum, Math.Min(BitsPerSecond, 0.85 * received));
                _capacity = _capacity is { } known && Math.Abs(received - known) < 0.3 * known
                    ? (0.95 * known) + (0.05 * received)
                    : received;
                _lastDecrease = now;
                break;
            case DelayState.Normal:
                if (received > 1.15 * _capacity)
                {
                    _capacity = null;
                }

                // Near what overflowed before by about a packet in each response time, else by 8 % a second.
                double step = _capacity is null ? BitsPerSecond * 0.08 * elapsed : Math.Max(4_000, 9_600 * 1e6 / (roundTrip + 100_000)) * elapsed;
                double bound = Math.Max(BitsPerSecond, (1.5 * received) + 10_000);
                BitsPerSecond = Math.Min(Math.Min(BitsPerSecond + step, bound), maximum);
                break;
        }
    }

    /// <summary>Losses allow no more.</summary>
    public void Limit(double bitsPerSecond) => BitsPerSecond = Math.Max(minimum, Math.Min(BitsPerSecond, bitsPerSecond));

    /// <summary>A probe found more.</summary>
    public void Raise(double bitsPerSecond)
    {
        BitsPerSecond = Math.Min(bitsPerSecond, maximum);
        _capacity = null;
    }
}
