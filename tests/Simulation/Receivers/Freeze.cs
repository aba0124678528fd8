using Sfu;

namespace Simulation.Receivers;

/// <summary>A picture that stood still, from one picture to the next (<c>freezeCount</c> of W3C "Identifiers for WebRTC's Statistics API").</summary>
internal readonly record struct Freeze(MediaTime From, MediaTime To)
{
    /// <summary>Microseconds.</summary>
    public long Duration => To - From;
}
