using Sfu;

namespace Simulation.Receivers;

/// <summary>What somebody heard, in frames of 20 ms.</summary>
internal sealed class AudioPlayback
{
    private int _run;

    /// <summary>Frames that were played, recovered ones too.</summary>
    public int Played { get; private set; }

    /// <summary>Frames that were not there when their time had come.</summary>
    public int Concealed { get; private set; }

    /// <summary>Frames that came first as redundancy (RED).</summary>
    public int FromRedundancy { get; set; }

    /// <summary>Frames that the next one held once more (in-band FEC).</summary>
    public int Corrected { get; set; }

    /// <summary>Frames that came after their time.</summary>
    public int Late { get; set; }

    /// <summary>Each row of concealed frames: when it ended, and of how many. Two in a row are hardly heard; more are.</summary>
    public List<(MediaTime Time, int Frames)> Gaps { get; } = [];

    /// <summary>The share of frames that were played, or concealed so that it is hardly heard.</summary>
    public double Intelligible => Share(Gaps.Where(gap => gap.Frames > 2).Sum(gap => gap.Frames));

    /// <summary>The share of frames that were played.</summary>
    public double Intact => Share(Concealed);

    public void AddPlayed()
    {
        Played++;
        _run = 0;
    }

    public void AddConcealed(MediaTime now, int frames)
    {
        if (frames == 0)
        {
            return;
        }

        Concealed += frames;
        if (_run > 0)
        {
            Gaps.RemoveAt(Gaps.Count - 1);
        }

        _run += frames;
        Gaps.Add((now, _run));
    }

    private double Share(int lost) => Played + Concealed == 0 ? 0 : 1 - (lost / (double)(Played + Concealed));
}
