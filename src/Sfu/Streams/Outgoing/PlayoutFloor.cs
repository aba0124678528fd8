using Rtp.HeaderExtensions;

namespace Sfu.Streams.Outgoing;

/// <summary>
/// How long a receiver is asked to let pictures wait at least (playout-delay extension), so that repairs come in time. Sound follows, as receivers keep the two
/// together. It grows slowly enough that nobody sees it, and comes back slower still.
/// </summary>
internal sealed class PlayoutFloor
{
    private const long Unit = 10_000;
    private const int MostUp = 8;
    private const int MostDown = 2;

    // The bound that receivers have anyway, in units of 10 ms.
    private const ushort Highest = 1_000;

    private int _units;

    /// <summary>What the receiver is told with every packet, as packets get lost; null as long as there was no reason to tell it anything.</summary>
    public PlayoutDelay? Told { get; private set; }

    /// <summary>Comes closer to what is wanted, in microseconds. To be called about once a second.</summary>
    public void Follow(long wanted)
    {
        _units += Math.Clamp((int)(wanted / Unit) - _units, -MostDown, MostUp);
        if (_units > 0 || Told is not null)
        {
            Told = new PlayoutDelay((ushort)_units, Highest);
        }
    }
}
