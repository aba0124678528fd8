namespace Rtp.HeaderExtensions;

/// <summary>
/// The least and greatest delay between capture and display that the sender asks for
/// (http://www.webrtc.org/experiments/rtp-hdrext/playout-delay).
/// </summary>
/// <param name="Minimum">In units of 10 ms, 0 to 4095.</param>
/// <param name="Maximum">In units of 10 ms, 0 to 4095, not below the minimum.</param>
public readonly record struct PlayoutDelay(ushort Minimum, ushort Maximum)
{
    /// <summary>Bytes of the value.</summary>
    public const int Length = 3;

    /// <summary>The greatest delay that can be written, in units of 10 ms.</summary>
    public const ushort Greatest = 0x0FFF;

    /// <summary>Reads the value.</summary>
    /// <returns>False when its length is wrong, or the minimum exceeds the maximum.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, out PlayoutDelay value)
    {
        value = default;
        if (data.Length != Length)
        {
            return false;
        }

        int packed = (data[0] << 16) | (data[1] << 8) | data[2];
        var read = new PlayoutDelay((ushort)(packed >> 12), (ushort)(packed & Greatest));
        if (read.Minimum > read.Maximum)
        {
            return false;
        }

        value = read;
        return true;
    }

    /// <summary>
    /// Writes the value to the start of a span of at least <see cref="Length"/> bytes; delays beyond <see cref="Greatest"/> are cut to it.
    /// </summary>
    public void Write(Span<byte> data)
    {
        int packed = (Math.Min(Minimum, Greatest) << 12) | Math.Min(Maximum, Greatest);
        data[2] = (byte)packed;
        data[1] = (byte)(packed >> 8);
        data[0] = (byte)(packed >> 16);
    }
}
