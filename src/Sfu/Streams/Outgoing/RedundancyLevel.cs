namespace Sfu.Streams.Outgoing;

/// <summary>How much redundancy a receiver's losses call for: more at once, less after a while without losses.</summary>
internal sealed class RedundancyLevel
{
    /// <summary>With two earlier payloads in each packet, losses at random of 10 % leave one in a thousand.</summary>
    public const int MaximumDistance = 2;

    // In 256ths: about 1 % and 4 %. Opus conceals what is below without anybody hearing it.
    private const byte SomeLoss = 3;
    private const byte MuchLoss = 10;
    private const long Patience = 5_000_000;

    private int _needed;
    private MediaTime _neededAt;

    /// <summary>How many payloads before its own every packet carries.</summary>
    public int Distance => Math.Min(_needed, Most);

    /// <summary>The most that the way has room for: where losses come from too much being sent, sending more makes more of them.</summary>
    public int Most { get; set; } = MaximumDistance;

    /// <summary>Notes the share of packets that a report calls lost, in 256ths.</summary>
    public void NoteLoss(byte fractionLost, MediaTime now) =>
        Need(fractionLost >= MuchLoss ? MaximumDistance : fractionLost >= SomeLoss ? 1 : 0, now);

    /// <summary>A request tells of a loss sooner than the next report.</summary>
    public void NoteRequest(MediaTime now) => Need(1, now);

    private void Need(int distance, MediaTime now)
    {
        if (distance >= _needed)
        {
            _needed = distance;
            _neededAt = now;
        }
        else if (now - _neededAt > Patience)
        {
            _needed--;
            _neededAt = now;
        }
    }
}
