using Sfu.Rooms;

namespace Sfu.Engine;

/// <summary>
/// Who has to do something next. What happens to one member can bring a deadline for others (a subscriber that needs a keyframe has its publisher asked):
/// those are touched, and looked at together.
/// </summary>
internal sealed class MemberSchedule
{
    // Deadlines are kept to a millisecond: what asks for "now" again and again does not hold up the others.
    private const long Granularity = 1_000;

    private readonly DeadlineHeap<RoomMember> _deadlines = new();
    private readonly List<RoomMember> _touched = [];

    /// <summary>The earliest deadline.</summary>
    public MediaTime Next => _deadlines.Next;

    /// <summary>Whose it is.</summary>
    public RoomMember First => _deadlines.First;

    /// <summary>A member's deadline may be another than before.</summary>
    public void Touch(RoomMember member)
    {
        if (!member.Touched)
        {
            member.Touched = true;
            _touched.Add(member);
        }
    }

    /// <summary>Looks at the deadlines of all that were touched.</summary>
    public void Update(MediaTime now)
    {
        foreach (RoomMember member in _touched)
        {
            member.Touched = false;
            MediaTime next = member.NextDeadline;
            _deadlines.Set(member, next > now ? next : now + Granularity);
        }

        _touched.Clear();
    }

    /// <summary>A member is gone. Whoever still works on it does not get it back into the schedule.</summary>
    public void Remove(RoomMember member)
    {
        _deadlines.Remove(member);
        _touched.Remove(member);
        member.Touched = true;
    }
}
