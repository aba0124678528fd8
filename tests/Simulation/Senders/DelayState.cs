namespace Simulation.Senders;

/// <summary>What the delay says of the rate (draft-ietf-rmcat-gcc-02 section 5.4).</summary>
internal enum DelayState
{
    Normal,
    Overuse,
    Underuse,
}
