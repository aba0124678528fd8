namespace Sfu.Speakers;

/// <summary>How speech-like somebody's sound is.</summary>
/// <param name="Immediate">Right now.</param>
/// <param name="Medium">In the last tenth of a second.</param>
/// <param name="Long">In the last second.</param>
internal readonly record struct SpeechScores(double Immediate, double Medium, double Long)
{
    /// <summary>Those of somebody who says nothing.</summary>
    public static readonly SpeechScores Silence = new(SpeechActivity.Floor, SpeechActivity.Floor, SpeechActivity.Floor);

    /// <summary>Whether there was any speech.</summary>
    public bool IsSpeech => Medium > SpeechActivity.Floor && Long > SpeechActivity.Floor;

    /// <summary>The logarithm of how many times the medium score is another's.</summary>
    public double MediumLead(in SpeechScores other) => Math.Log(Medium / other.Medium);

    /// <summary>
    /// Whether it is enough to take the floor from another: the three thresholds of the paper's section IV.
    /// </summary>
    public bool Outweighs(in SpeechScores other) =>
        Math.Log(Immediate / other.Immediate) > 3 && MediumLead(other) > 2 && Math.Log(Long / other.Long) > 0;
}
