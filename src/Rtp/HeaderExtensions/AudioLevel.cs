namespace Rtp.HeaderExtensions;

/// <summary>How loud a packet's audio is, from the client to the mixer (RFC 6464 section 3).</summary>
/// <param name="Level">Below full scale, in -dBov: 0 is the loudest, 127 silence.</param>
/// <param name="Voice">Whether the sender takes it for speech; only meaningful where <c>vad=on</c> was negotiated.</param>
public readonly record struct AudioLevel(byte Level, bool Voice)
{
    /// <summary>Bytes of the value.</summary>
    public const int Length = 1;

    /// <summary>The level of silence.</summary>
    public const byte Silence = 127;

    private const byte VoiceBit = 0x80;

    /// <summary>Reads the value.</summary>
    /// <returns>False when its length is wrong.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, out AudioLevel value)
    {
        if (data.Length != Length)
        {
            value = default;
            return false;
        }

        value = new AudioLevel((byte)(data[0] & ~VoiceBit), (data[0] & VoiceBit) != 0);
        return true;
    }

    /// <summary>Writes the value to the start of a span of at least <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> data) => data[0] = (byte)((Level & ~VoiceBit) | (Voice ? VoiceBit : 0));
}
