namespace EndToEnd.Tests.Pages;

/// <summary>What has been heard from a media element since listening to it began. Times are seconds of the page's audio clock.</summary>
/// <param name="Context">The state of the AudioContext that listens; anything but "running" hears nothing.</param>
/// <param name="Now">The end of the newest block of samples.</param>
/// <param name="Rms">Of the newest block; 1 is full scale.</param>
/// <param name="LastLoud">When there was last anything but silence.</param>
/// <param name="LastTone">By frequency in Hz: when that tone last made up most of a block's energy.</param>
public sealed record SoundSample(string Context, double Now, double Rms, double? LastLoud, Dictionary<string, double> LastTone)
{
    public double? LastHeard(int tone) => LastTone.TryGetValue($"{tone}", out var time) ? time : null;

    public override string ToString() =>
        $"{Context} at {Now:0.00} s, rms {Rms:0.0000}, last loud {LastLoud:0.00} s, tones {string.Join(", ", LastTone.Select(tone => $"{tone.Key} Hz at {tone.Value:0.00} s"))}";
}
