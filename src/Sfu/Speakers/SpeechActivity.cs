using Rtp.HeaderExtensions;

namespace Sfu.Speakers;

/// <summary>
/// How much one participant speaks: scores of its speech over a fraction of a second, a tenth and a whole one, after I. Volfin and I. Cohen, "Dominant
/// speaker identification for multipoint videoconferencing" (2012), from the levels of RFC 6464 alone.
/// </summary>
internal sealed class SpeechActivity
{
    /// <summary>The score of silence.</summary>
    public const double Floor = 1e-10;

    private const int ImmediateSteps = 13;
    private const int ImmediatesPerMedium = 5;
    private const int MediumsPerLong = 10;
    private const int History = ImmediatesPerMedium * MediumsPerLong;
    private const long FrameLength = 20_000;

    // Steps of 10 dB: speech is mostly louder than -50 dBov, a quiet room is not.
    private const int DecibelsPerStep = 10;
    private const int SpeechStep = 7;
    private const int SpeechMedium = 3;

    private static readonly Score Immediate = new(ImmediateSteps, 0.78);
    private static readonly Score Medium = new(ImmediatesPerMedium, 24);
    private static readonly Score Long = new(MediumsPerLong, 47);

    // Steps of the last second, one for 20 ms.
    private readonly byte[] _steps = new byte[History];
    private int _next;
    private MediaTime _last;

    /// <summary>When it was last found to speak.</summary>
    public MediaTime SpokeAt { get; private set; } = MediaTime.Zero;

    /// <summary>Notes the level of a packet.</summary>
    public void Add(byte level, MediaTime now)
    {
        CatchUp(now + -FrameLength);
        Push((byte)(Math.Max(0, AudioLevel.Silence - level) / DecibelsPerStep));
        _last = now;
    }

    /// <summary>The three scores at an instant.</summary>
    public SpeechScores Evaluate(MediaTime now)
    {
        CatchUp(now + -FrameLength);
        int loudest = 0;
        int speechMediums = 0;
        int newestMedium = 0;
        for (int medium = 0; medium < MediumsPerLong; medium++)
        {
            int speech = 0;
            for (int i = 0; i < ImmediatesPerMedium; i++)
            {
                int step = StepAgo((medium * ImmediatesPerMedium) + i);
                speech += step >= SpeechStep ? 1 : 0;
                loudest = medium == 0 ? Math.Max(loudest, step) : loudest;
            }

            newestMedium = medium == 0 ? speech : newestMedium;
            speechMediums += speech >= SpeechMedium ? 1 : 0;
        }

        var scores = new SpeechScores(Immediate.Of(loudest), Medium.Of(newestMedium), Long.Of(speechMediums));
        SpokeAt = scores.IsSpeech ? now : SpokeAt;
        return scores;
    }

    // No packet is silence: clients send none while nobody speaks (discontinuous transmission).
    private void CatchUp(MediaTime until)
    {
        long missed = Math.Min(History, (until - _last) / FrameLength);
        for (long i = 0; i < missed; i++)
        {
            Push(0);
            _last += FrameLength;
        }

        if (missed == History)
        {
            _last = until;
        }
    }

    private void Push(byte step)
    {
        _steps[_next] = step;
        _next = _next + 1 == History ? 0 : _next + 1;
    }

    private int StepAgo(int frames) => _steps[(_next - 1 - frames + History) % History];

    // The paper's equation 13: how much likelier the count is under speech (exponential in the count) than under noise (binomial).
    private sealed class Score
    {
        private readonly double[] _byCount;

        public Score(int parts, double lambda)
        {
            _byCount = new double[parts + 1];
            double logChoose = 0;
            for (int count = 0; count <= parts; count++)
            {
                double score = logChoose + (parts * Math.Log(0.5)) - Math.Log(lambda) + (lambda * count);
                _byCount[count] = Math.Max(Floor, score);
                logChoose += Math.Log(parts - count) - Math.Log(count + 1);
            }
        }

        public double Of(int count) => _byCount[Math.Min(count, _byCount.Length - 1)];
    }
}
