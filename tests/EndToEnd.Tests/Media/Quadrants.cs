namespace EndToEnd.Tests.Media;

/// <summary>The colours of a picture's four quarters.</summary>
public sealed record Quadrants(Rgb TopLeft, Rgb TopRight, Rgb BottomLeft, Rgb BottomRight)
{
    public bool Resemble(Quadrants other) =>
        TopLeft.Resembles(other.TopLeft) && TopRight.Resembles(other.TopRight)
        && BottomLeft.Resembles(other.BottomLeft) && BottomRight.Resembles(other.BottomRight);

    public override string ToString() => $"{TopLeft} {TopRight} / {BottomLeft} {BottomRight}";
}
