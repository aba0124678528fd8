namespace EndToEnd.Tests.Media;

/// <summary>A colour as it is seen on a canvas, 0 to 255 a channel.</summary>
public readonly record struct Rgb(int R, int G, int B)
{
    /// <summary>How far a decoded colour may be off: lossy encoding, chroma subsampling, BT.601 against BT.709.</summary>
    private const int Tolerance = 70;

    public bool Resembles(Rgb other) =>
        Math.Abs(R - other.R) <= Tolerance && Math.Abs(G - other.G) <= Tolerance && Math.Abs(B - other.B) <= Tolerance;

    /// <summary>The distance of the strongest from the weakest channel: 0 is grey.</summary>
    public int Saturation => Math.Max(R, Math.Max(G, B)) - Math.Min(R, Math.Min(G, B));

    /// <summary>ITU-R BT.601, limited range.</summary>
    public (byte Y, byte Cb, byte Cr) ToYCbCr()
    {
        var y = 16 + (65.738 * R + 129.057 * G + 25.064 * B) / 256;
        var cb = 128 + (-37.945 * R - 74.494 * G + 112.439 * B) / 256;
        var cr = 128 + (112.439 * R - 94.154 * G - 18.285 * B) / 256;
        return ((byte)Math.Round(y), (byte)Math.Round(cb), (byte)Math.Round(cr));
    }

    public override string ToString() => $"rgb({R},{G},{B})";
}
