namespace EndToEnd.Tests.Media;

/// <summary>Somebody in front of a camera and a microphone, told apart by picture and tone.</summary>
/// <param name="Name">Lower case; also the name of the fixture files.</param>
/// <param name="Picture">The picture that this person's camera sees. Not symmetric, so that mirroring shows.</param>
/// <param name="Tone">The tone that this person's microphone hears, in Hz.</param>
public sealed record Person(string Name, Quadrants Picture, int Tone)
{
    private static readonly Rgb Red = new(220, 30, 30);
    private static readonly Rgb Blue = new(30, 30, 220);
    private static readonly Rgb Green = new(30, 180, 30);
    private static readonly Rgb Yellow = new(220, 210, 30);

    public static readonly Person Caller = new("caller", new Quadrants(Red, Blue, Blue, Red), 440);
    public static readonly Person Callee = new("callee", new Quadrants(Green, Yellow, Yellow, Green), 1000);
}
