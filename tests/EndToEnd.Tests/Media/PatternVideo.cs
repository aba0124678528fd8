using System.Text;

namespace EndToEnd.Tests.Media;

/// <summary>
/// Writes a person's picture as YUV4MPEG2, the uncompressed format that Chromium plays as a camera: four coloured
/// quarters, and across the middle a black strip through which a white bar runs once a second, so that every frame differs from the last.
/// </summary>
public static class PatternVideo
{
    public const int Width = 640;
    public const int Height = 360;
    public const int FramesPerSecond = 20;

    private const int StripTop = Height * 2 / 5;
    private const int StripBottom = Height * 3 / 5;
    private const int BarWidth = Width / FramesPerSecond * 2;

    public static void Write(string path, Quadrants picture)
    {
        using var file = File.Create(path);
        file.Write(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{Width} H{Height} F{FramesPerSecond}:1 Ip A1:1 C420mpeg2\n"));
        for (var frame = 0; frame < FramesPerSecond; frame++)
        {
            file.Write("FRAME\n"u8);
            WriteFrame(file, picture, barLeft: frame * Width / FramesPerSecond);
        }
    }

    private static void WriteFrame(Stream file, Quadrants picture, int barLeft)
    {
        var luma = new byte[Width * Height];
        var cb = new byte[Width * Height / 4];
        var cr = new byte[Width * Height / 4];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var (pixelLuma, pixelCb, pixelCr) = ColourAt(picture, x, y, barLeft).ToYCbCr();
                luma[y * Width + x] = pixelLuma;
                cb[y / 2 * (Width / 2) + x / 2] = pixelCb;
                cr[y / 2 * (Width / 2) + x / 2] = pixelCr;
            }
        }

        file.Write(luma);
        file.Write(cb);
        file.Write(cr);
    }

    private static Rgb ColourAt(Quadrants picture, int x, int y, int barLeft)
    {
        if (y is >= StripTop and < StripBottom)
        {
            var intoBar = (x - barLeft + Width) % Width;
            return intoBar < BarWidth ? new Rgb(255, 255, 255) : new Rgb(0, 0, 0);
        }

        var left = x < Width / 2;
        return y < Height / 2
            ? left ? picture.TopLeft : picture.TopRight
            : left ? picture.BottomLeft : picture.BottomRight;
    }
}
