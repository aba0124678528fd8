namespace Signaling.Calls;

/// <summary>At most one deadline for each call, in order.</summary>
internal sealed class DeadlineQueue
{
    private readonly SortedSet<(DateTimeOffset Time, string Call)> _order = [];
    private readonly Dictionary<string, DateTimeOffset> _deadlines = new(StringComparer.Ordinal);

    /// <summary>The earliest deadline, or null.</summary>
    public DateTimeOffset? Next => _order.Count == 0 ? null : _order.Min.Time;

    /// <summary>Sets, moves or (null) clears a call's deadline.</summary>
    public void Set(string call, DateTimeOffset? deadline)
    {
        if (_deadlines.Remove(call, out DateTimeOffset earlier))
        {
            _order.Remove((earlier, call));
        }

        if (deadline is { } time)
        {
            _deadlines[call] = time;
            _order.Add((time, call));
        }
    }

    /// <summary>Takes out a call whose deadline has passed.</summary>
    public bool TryTake(DateTimeOffset now, out string call)
    {
        call = string.Empty;
        if (_order.Count == 0 || _order.Min.Time > now)
        {
            return false;
        }

        call = _order.Min.Call;
        Set(call, null);
        return true;
    }
}
