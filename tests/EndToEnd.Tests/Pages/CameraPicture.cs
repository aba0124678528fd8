using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;

namespace EndToEnd.Tests.Pages;

/// <summary>How to recognise a seat's camera in a decoded picture.</summary>
public abstract class CameraPicture
{
    public abstract bool IsIn(PictureSample sample);

    /// <summary>Whether two samples are of different moments.</summary>
    public abstract bool HasMoved(PictureSample before, PictureSample after);

    public static CameraPicture Of(Seat seat) => seat switch
    {
        { Kind: BrowserKind.Firefox } => new FirefoxFakeCamera(),
        { MoreCameras: true } => ChromiumFake(0),
        _ => new PatternCamera(seat.Person),
    };

    /// <summary>One of the cameras that Chromium makes up, by the number in its label, <c>fake_device_0</c> or <c>fake_device_2</c>.</summary>
    public static CameraPicture ChromiumFake(int number) => new ChromiumFakeCamera(number);

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

    /// <summary>
    /// Chromium's fake cameras: a disc with a mouth turns in the middle of an even green picture, and the corners brighten from frame to
    /// frame and start over. Number 0 delivers I420, and its corners are green; number 2 delivers MJPEG, and its corners are yellow. (Number 1
    /// delivers depth, Y16, which does not pass a peer connection.)
    /// </summary>
    private sealed class ChromiumFakeCamera(int number) : CameraPicture
    {
        private static readonly Rgb Background = new(0, 132, 0);

        public override bool IsIn(PictureSample sample) =>
            sample.Quadrants.Resemble(new Quadrants(Background, Background, Background, Background))
            && (number == 0 ? sample.Corner.G - sample.Corner.R > 80 : sample.Corner.G - sample.Corner.R < 40);

        public override bool HasMoved(PictureSample before, PictureSample after) => before.Corner != after.Corner;

        public override string ToString() => $"Chromium's fake camera {number}";
    }
}
