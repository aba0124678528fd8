using Sfu;

namespace Simulation.Receivers;

/// <summary>A picture that was shown.</summary>
/// <param name="Time">When.</param>
/// <param name="Captured">When it was captured.</param>
/// <param name="Source">The SSRC of the stream that it came from, as its sender calls it.</param>
/// <param name="Spatial">Its highest spatial layer.</param>
/// <param name="Temporal">Its temporal layer.</param>
/// <param name="Number">Its number among those that the camera took.</param>
internal readonly record struct PlayedPicture(MediaTime Time, MediaTime Captured, uint Source, int Spatial, int Temporal, int Number);
