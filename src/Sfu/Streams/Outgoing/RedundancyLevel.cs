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

    private MediaTime _neededAt;

    /// <summary>How many payloads before its own every packet carries.</summary>
    public int Distance { get; private set; }

    /// <summary>Notes the share of packets that a report calls lost, in 256ths.</summary>
    public void NoteLoss(byte fractionLost, MediaTime now) =>
        Need(fractionLost >= MuchLoss ? MaximumDistance : fractionLost >= SomeLoss ? 1 : 0, now);

    /// <summary>A request tells of a loss sooner than the next report.</summary>
    public void NoteRequest(MediaTime now) => Need(1, now);

    private void Need(int distance, MediaTime now)
    {
        if (distance >= Distance)
        {
            Distance = distance;
            _neededAt = now;
        }
        else if (now - _neededAt > Patience)
        {
            Distance--;
            _neededAt = now;
        }
    }
}
