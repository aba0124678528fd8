namespace Sfu.Congestion;

/// <summary>
/// Groups packets that were sent at nearly the same time, and gives how the groups' distances changed on the way (draft-ietf-rmcat-gcc-02 section 5.2:
/// pre-filtering). Packets that a link held back and let go at once count as one group, as in libwebrtc's InterArrivalDelta.
/// </summary>
internal sealed class InterArrival
{
    private const long GroupLength = 5_000;
    private const long BurstDistance = 5_000;
    private const long LongestBurst = 100_000;

    // A receiver whose clock jumps, or a way that reorders whole groups: start anew.
    private const long ClockJump = 3_000_000;
    private const int ReorderedBeforeReset = 3;

    private Group _current;
    private Group _previous;
    private int _reordered;

    /// <summary>Adds a packet, in the order of sending.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="delta">How the last two complete groups differ.</param>
    /// <returns>Whether a group is complete, and another before it.</returns>
    public bool TryAdd(in PacketResult packet, out GroupDelta delta)
    {
        delta = default;
        if (_current.IsEmpty)
        {
            _current = new Group(packet);
            return false;
        }

        if (packet.SentAt < _current.FirstSent)
        {
            // Reordered on the way, and reported later: it belongs to a group that is past.
            return false;
        }

        if (BelongsToCurrent(packet))
        {
            _current.Add(packet);
            return false;
        }

        bool complete = !_previous.IsEmpty && TryCompare(out delta);
        if (!_current.IsEmpty)
        {
            _previous = _current;
        }

        _current = new Group(packet);
        return complete;
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _current = default;
        _previous = default;
        _reordered = 0;
    }

    private bool TryCompare(out GroupDelta delta)
    {
        long sent = _current.LastSent - _previous.LastSent;
        long arrived = _current.LastArrival - _previous.LastArrival;
        delta = new GroupDelta(sent, arrived, _current.LastArrival);
        if (arrived - sent >= ClockJump)
        {
            Reset();
            return false;
        }

        if (arrived < 0)
        {
            if (++_reordered >= ReorderedBeforeReset)
            {
                Reset();
            }

            return false;
        }

        _reordered = 0;
        return true;
    }

    private bool BelongsToCurrentBurst(in PacketResult packet)
    {
        long arrivalDistance = packet.ReceivedAt - _current.LastArrival;
        long propagation = arrivalDistance - (packet.SentAt - _current.LastSent);
        return propagation < 0 && arrivalDistance <= BurstDistance && packet.ReceivedAt - _current.FirstArrival < LongestBurst;
    }

    private bool BelongsToCurrent(in PacketResult packet) => BelongsToCurrentBurst(packet) || packet.SentAt - _current.FirstSent <= GroupLength;

    private struct Group
    {
        public MediaTime FirstSent;
        public MediaTime LastSent;
        public long FirstArrival;
        public long LastArrival;
        private readonly bool _started;

        public Group(in PacketResult first)
        {
            FirstSent = first.SentAt;
            LastSent = first.SentAt;
            FirstArrival = first.ReceivedAt;
            LastArrival = first.ReceivedAt;
            _started = true;
        }

        public readonly bool IsEmpty => !_started;

        public void Add(in PacketResult packet)
        {
            LastSent = packet.SentAt > LastSent ? packet.SentAt : LastSent;
            LastArrival = Math.Max(LastArrival, packet.ReceivedAt);
        }
    }
}
