using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;

namespace EndToEnd.Tests.Pages;

/// <summary>How to recognise a seat's camera in a decoded picture.</summary>
public abstract class CameraPicture
{
    public abstract bool IsIn(PictureSample sample);

    /// <summary>Whether two samples are of different moments.</summary>
    public abstract bool HasMoved(PictureSample before, PictureSample after);

    public static CameraPicture Of(Seat seat) => seat.Kind switch
    {
        BrowserKind.Firefox => new FirefoxFakeCamera(),
        _ => new PatternCamera(seat.Person),
    };

    /// <summary>A person's coloured quarters and running bar.</summary>
    private sealed class PatternCamera(Person person) : CameraPicture
    {
        public override bool IsIn(PictureSample sample) => sample.Quadrants.Resemble(person.Picture);

        public override bool HasMoved(PictureSample before, PictureSample after) => Math.Abs(before.Bar - after.Bar) > 0.02;

        public override string ToString() => $"the {person.Name}'s picture ({person.Picture})";
    }

    /// <summary>
    /// Firefox's fake camera fills the picture with one colour, of middling luma and always at the border of the chroma plane, along which it
    /// wanders all around.
    /// </summary>
    private sealed class FirefoxFakeCamera : CameraPicture
    {
        private const int MinimumSaturation = 120;

        public override bool IsIn(PictureSample sample) =>
            sample.Quadrants.TopLeft.Saturation >= MinimumSaturation
            && sample.Quadrants.TopRight.Resembles(sample.Quadrants.TopLeft)
            && sample.Quadrants.BottomLeft.Resembles(sample.Quadrants.TopLeft)
            && sample.Quadrants.BottomRight.Resembles(sample.Quadrants.TopLeft);

        public override bool HasMoved(PictureSample before, PictureSample after) => before.Quadrants.TopLeft != after.Quadrants.TopLeft;

        public override string ToString() => "Firefox's fake camera: one saturated, changing colour";
    }
}
