using Sfu.Rooms;

namespace Sfu.Speakers;

/// <summary>Who speaks in a room. It is decided when sound arrives: while nobody sends any, the last one who spoke stays.</summary>
internal sealed class DominantSpeaker
{
    // The paper's decision interval.
    private const long Interval = 300_000;

    private MediaTime _decidedAt = MediaTime.Zero;

    /// <summary>Who speaks, or spoke last; null before anybody did.</summary>
    public RoomMember? Current { get; private set; }

    /// <summary>Decides anew when it is time; answers whether it is somebody else now.</summary>
    public bool Update(List<RoomMember> members, MediaTime now)
    {
        if (now - _decidedAt < Interval)
        {
            return false;
        }

        _decidedAt = now;
        SpeechScores current = Current?.Speech?.Evaluate(now) ?? SpeechScores.Silence;
        RoomMember? best = null;
        double lead = double.NegativeInfinity;
        foreach (RoomMember member in members)
        {
            if (member == Current || member.Speech is not { } speech)
            {
                continue;
            }

            SpeechScores scores = speech.Evaluate(now);
            if (scores.IsSpeech && scores.Outweighs(current) && scores.MediumLead(current) > lead)
            {
                best = member;
                lead = scores.MediumLead(current);
            }
        }

        Current = best ?? Current;
        return best is not null;
    }

    /// <summary>Somebody is gone; answers whether it was the one who spoke.</summary>
    public bool Forget(RoomMember member)
    {
        bool spoke = Current == member;
        Current = spoke ? null : Current;
        return spoke;
    }
}
