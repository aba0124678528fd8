namespace Rtp.HeaderExtensions;

/// <summary>How a receiver has to turn the picture (coordination of video orientation, 3GPP TS 26.114 section 7.4.5).</summary>
/// <param name="Rotation">Clockwise turns of 90 degrees that the picture needs for display, 0 to 3.</param>
/// <param name="Flip">Whether the picture is mirrored horizontally.</param>
/// <param name="BackCamera">Whether it comes from the camera that faces away from the user.</param>
public readonly record struct VideoOrientation(byte Rotation, bool Flip, bool BackCamera)
{
    /// <summary>Bytes of the value.</summary>
    public const int Length = 1;

    private const byte CameraBit = 0x08;
    private const byte FlipBit = 0x04;
    private const byte RotationMask = 0x03;

    /// <summary>Reads the value.</summary>
    /// <returns>False when its length is wrong.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, out VideoOrientation value)
    {
        if (data.Length != Length)
        {
            value = default;
            return false;
        }

        value = new VideoOrientation((byte)(data[0] & RotationMask), (data[0] & FlipBit) != 0, (data[0] & CameraBit) != 0);
        return true;
    }

    /// <summary>Writes the value to the start of a span of at least <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> data) =>
        data[0] = (byte)((BackCamera ? CameraBit : 0) | (Flip ? FlipBit : 0) | (Rotation & RotationMask));
}
