namespace Sfu.Workers;

/// <summary>How much of what one worker can do is in use. Under the lock of its owner.</summary>
internal sealed class WorkerLoad
{
    // Samples come once a second: a second's burst moves little, ten seconds show in full.
    private const double Weight = 0.3;

    // A participant that was placed shows in the measured load within a few seconds: by then it is no longer counted beside it.
    private const double PendingDecay = 0.6;

    private double _pending;

    /// <summary>Participants that were placed on it.</summary>
    public int Participants { get; set; }

    /// <summary>Seats that are kept for the second party of rooms that have one.</summary>
    public int Reserved { get; set; }

    /// <summary>The part of the time in which its thread works, from 0 to 1, over the last seconds.</summary>
    public double Busy { get; private set; }

    /// <summary>Datagrams a second that it sends, over the last seconds.</summary>
    public double DatagramsPerSecond { get; private set; }

    /// <summary>The part of its packet memory that is in use, from 0 to 1.</summary>
    public double Memory { get; private set; }

    /// <summary>Notes that a participant was placed.</summary>
    public void NotePlaced() => _pending++;

    /// <summary>Takes a measurement.</summary>
    /// <param name="busy">The part of the time since the last one that its thread worked.</param>
    /// <param name="datagramsPerSecond">Sent since the last one.</param>
    /// <param name="memory">The part of the packet memory in use.</param>
    public void Measure(double busy, double datagramsPerSecond, double memory)
    {
        Busy += (Math.Clamp(busy, 0, 1) - Busy) * Weight;
        DatagramsPerSecond += (datagramsPerSecond - DatagramsPerSecond) * Weight;
        Memory = memory;
        _pending *= PendingDecay;
    }

    /// <summary>What <see cref="Busy"/> will be once those who were placed last send.</summary>
    /// <param name="perParticipant">What one brings.</param>
    public double Expected(double perParticipant) => Busy + (_pending * perParticipant);
}
