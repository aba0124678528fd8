using Sfu;

namespace Simulation.World;

/// <summary>A clock, and what is to happen when. What is due at one time happens in the order in which it was asked for.</summary>
internal sealed class Schedule(MediaTime start)
{
    private readonly PriorityQueue<Action, (MediaTime Time, long Order)> _actions = new();
    private long _order;

    public MediaTime Now { get; private set; } = start;

    /// <summary>When something is to happen next.</summary>
    public MediaTime Next => _actions.TryPeek(out _, out (MediaTime Time, long Order) first) ? first.Time : MediaTime.Never;

    /// <summary>Has something done at a time, or at once where that has passed.</summary>
    public void At(MediaTime time, Action action) => _actions.Enqueue(action, (time < Now ? Now : time, _order++));

    /// <summary>Has something done so many microseconds from now.</summary>
    public void After(long microseconds, Action action) => At(Now + microseconds, action);

    /// <summary>Lets the clock go on; it never goes back.</summary>
    public void MoveTo(MediaTime time) => Now = time > Now ? time : Now;

    /// <summary>Does one thing that is due.</summary>
    /// <returns>False when nothing is.</returns>
    public bool RunOne()
    {
        if (Next > Now)
        {
            return false;
        }

        _actions.Dequeue()();
        return true;
    }
}
