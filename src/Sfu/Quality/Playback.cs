namespace Sfu.Quality;

/// <summary>What became of a slot at its viewer, as far as the way to the viewer can have caused it.</summary>
/// <param name="Frozen">The share of the time in which the picture stood still, 0 to 1.</param>
/// <param name="Shown">Of the pictures that were sent the share that was decoded, 0 to 1.</param>
/// <param name="Concealed">The share of the sound that was made up, 0 to 1.</param>
/// <param name="Arrival">When the client said so.</param>
internal readonly record struct Playback(double Frozen, double Shown, double Concealed, MediaTime Arrival);
