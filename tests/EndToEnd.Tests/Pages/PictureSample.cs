using EndToEnd.Tests.Media;

namespace EndToEnd.Tests.Pages;

/// <summary>What a video element shows at one moment.</summary>
/// <param name="Width">Of the decoded picture, in pixels.</param>
/// <param name="Height">Of the decoded picture, in pixels.</param>
/// <param name="Quadrants">The colours in the middle of the four quarters.</param>
/// <param name="Corner">The colour in the top left corner.</param>
/// <param name="Bar">Where the brightest column of the middle row is, 0 (left) to 1.</param>
public sealed record PictureSample(int Width, int Height, Quadrants Quadrants, Rgb Corner, double Bar);
