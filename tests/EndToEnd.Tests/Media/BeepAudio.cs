using System.Buffers.Binary;

namespace EndToEnd.Tests.Media;

/// <summary>
/// Writes a person's tone as a WAV file, which Chromium plays as a microphone. It beeps, since noise suppression takes a
/// steady tone for noise and removes it.
/// </summary>
public static class BeepAudio
{
    /// <summary>One beep and the pause after it. Who listens this long without a beep hears silence.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(0.5);

    private const int SampleRate = 48_000;
    private const int Beeps = 4;
    private const double BeepSeconds = 0.3;
    private const double RampSeconds = 0.01;
    private const double Amplitude = 0.4;
    private const int HeaderBytes = 44;

    public static void Write(string path, int tone)
    {
        var samples = (int)(Period.TotalSeconds * Beeps * SampleRate);
        var file = new byte[HeaderBytes + samples * 2];
        WriteHeader(file, samples);
        for (var i = 0; i < samples; i++)
        {
            var sample = Envelope(i) * Amplitude * Math.Sin(2 * Math.PI * tone * i / SampleRate);
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(HeaderBytes + i * 2), (short)(sample * short.MaxValue));
        }

        File.WriteAllBytes(path, file);
    }

    private static double Envelope(int sample)
    {
        var intoBeep = (double)sample / SampleRate % Period.TotalSeconds;
        return Math.Clamp(Math.Min(intoBeep, BeepSeconds - intoBeep) / RampSeconds, 0, 1);
    }

    private static void WriteHeader(Span<byte> file, int samples)
    {
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file[4..], HeaderBytes - 8 + samples * 2);
        "WAVEfmt "u8.CopyTo(file[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(file[20..], 1); // PCM
        BinaryPrimitives.WriteInt16LittleEndian(file[22..], 1); // channels
        BinaryPrimitives.WriteInt32LittleEndian(file[24..], SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(file[28..], SampleRate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(file[32..], 2); // bytes a frame
        BinaryPrimitives.WriteInt16LittleEndian(file[34..], 16); // bits a sample
        "data"u8.CopyTo(file[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[40..], samples * 2);
    }
}
