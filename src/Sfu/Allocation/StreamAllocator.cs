using Sfu.Congestion;
using Sfu.Rooms;
using Sfu.Streams;
using Sfu.Streams.Layers;
using Sfu.Streams.Outgoing;

namespace Sfu.Allocation;

/// <summary>
/// Divides what the way to a participant carries among the streams that it receives. Sound comes first and is never held back; then every camera gets its
/// lowest layer, and what is left raises them: who speaks first, then by the client's priorities, one step each in turn. A stream for whose lowest layer
/// there is too little is paused, and the participant told. docs/layers.md tells it in prose.
/// </summary>
/// <param name="slots">The participant's.</param>
/// <param name="changed">Is told of a slot whose pictures paused or flow again.</param>
internal sealed class StreamAllocator(List<Slot> slots, Action<Slot> changed)
{
    /// <summary>Pictures of a camera whose encoder follows a target are of no use below this, in bits a second.</summary>
    public const long LeastVideo = 80_000;

    // A layer's rate wavers with its keyframes: what is sent already may exceed the estimate by so much while no queue grows.
    private const double KeepingSlack = 0.1;

    // How much of a layer's rate has to be left over when it is entered.
    private const double RisingReserve = 0.15;

    // Of what a packet of sound costs, that is payload.
    private const double PayloadShare = 0.5;

    // One step at a time, and then a look at what it did to the estimate.
    private const long RiseInterval = 400_000;

    private LayerLadder[] _ladders = [];
    private int[] _levels = [];
    private int[] _ranks = [];
    private Slot[] _order = [];
    private MediaTime _lastRise;
    private long _left;
    private long _kept;
    private long _draining;
    private long _slack;
    private bool _mayRise;
    private bool _waits;

    /// <summary>Who speaks, or null.</summary>
    public RoomMember? Speaker { get; set; }

    /// <summary>Divides anew.</summary>
    /// <param name="estimate">What the way carries.</param>
    /// <param name="backlog">Bits a second of it that are for what waits already.</param>
    /// <param name="now">The time.</param>
    public void Update(in DownlinkEstimate estimate, long backlog, MediaTime now)
    {
        Sort();
        bool calm = estimate.State == DownlinkState.Steady;
        _left = estimate.Settled - AudioRate(now);
        _kept = 0;
        _draining = estimate.Settled - estimate.BitsPerSecond + backlog;
        _slack = calm ? (long)(estimate.BitsPerSecond * KeepingSlack) : 0;
        _waits = false;
        _mayRise = calm && now - _lastRise >= RiseInterval;
        int redundancy = RoomForRedundancy(estimate, now);
        foreach (Slot slot in _order)
        {
            slot.Audio?.LimitRedundancy(redundancy);
            Begin(slot, estimate.State != DownlinkState.Unknown, now);
        }

        // What somebody who is paused waits to take is not for others to rise into in the meantime.
        _left -= _kept;
        RaiseAll(now);
        foreach (Slot slot in _order)
        {
            Aim(slot, now);
        }
    }

    /// <summary>
    /// What would be sent if nothing were held back, in bits a second. As long as that is more than the estimate, it is worth to try for more.
    /// </summary>
    public long Demand(MediaTime now)
    {
        long demand = AudioRate(now);
        foreach (Slot slot in slots)
        {
            if (slot.Video is { Enabled: true, Source: { Flowing: true } source } && slot.Wish.Height > 0)
            {
                demand += Wish(slot, source, now);
            }
        }

        return demand;
    }

    // How many payloads more than its own a packet of sound can carry in half of what sound leaves over. Its headers are there already.
    private int RoomForRedundancy(in DownlinkEstimate estimate, MediaTime now)
    {
        double plain = 0;
        foreach (Slot slot in slots)
        {
            plain += slot.Audio is { } audio ? audio.SoundRate(now) / (1 + (PayloadShare * audio.Redundancy?.Distance ?? 0)) : 0;
        }

        double room = (estimate.BitsPerSecond - plain) / 2;
        return estimate.State == DownlinkState.Unknown
            ? RedundancyLevel.MaximumDistance
            : (int)Math.Clamp(room / Math.Max(1, plain * PayloadShare), 0, RedundancyLevel.MaximumDistance);
    }

    // A publisher that follows a target sends more as soon as the target allows it.
    private long Wish(Slot slot, Publication source, MediaTime now)
    {
        if (source.FollowsTarget)
        {
            return Publication.HighestTarget;
        }

        LayerLadder ladder = slot.Index < _ladders.Length ? _ladders[slot.Index] : default;
        return ladder.Count > 0
            ? (long)(ladder[ladder.Count - 1].BitsPerSecond * (1 + RisingReserve))
            : source.BitsPerSecond(now);
    }

    // Everybody's lowest layer.
    private void Begin(Slot slot, bool limited, MediaTime now)
    {
        ref LayerLadder ladder = ref _ladders[slot.Index];
        ref int level = ref _levels[slot.Index];
        ladder = default;
        level = -1;
        int rank = Rank(slot);
        bool promoted = rank > _ranks[slot.Index];
        _ranks[slot.Index] = rank;
        if (slot.Video is not { } stream)
        {
            return;
        }

        if (promoted)
        {
            stream.Allocation.Forgive();
        }

        uint? sent = stream.Packets;
        Publication? carried = stream.Source;
        if (!limited || slot.Wish.Height == 0 || stream.Source is not { Flowing: true } source)
        {
            sent = null;
            stream.Allocation.Clear(now);
        }
        else
        {
            ladder = source.FollowsTarget ? default : LayerLadder.Of(source, slot.Wish.Height, stream.TakesLowestPictureOnly, now);
            long need = ladder.Count > 0 ? ladder[0].BitsPerSecond : LeastVideo;

            // An encoder that follows makes as much as it is told, and helps a queue to drain. Layers do not: another one begins with a keyframe.
            long share = _left + (source.FollowsTarget ? -_draining : _slack) - (stream.Allocation.Paused ? _kept : 0);
            bool turned = stream.Allocation.Update(share, need, _mayRise, now);
            level = stream.Allocation.Paused ? -1 : 0;
            _left -= level == 0 ? need : 0;
            _kept += level < 0 && stream.Allocation.HasRoom ? need : 0;
            if (turned && level == 0)
            {
                NoteRise(now);
            }
        }

        if (stream.Allocation.TakeNews(sent))
        {
            changed(slot);
        }

        carried?.TargetChanged?.Invoke(now);
    }

    private void RaiseAll(MediaTime now)
    {
        // Those of one rank in turn, a step each, before those of the next.
        for (int first = 0; first < _order.Length;)
        {
            int end = first + 1;
            while (end < _order.Length && Rank(_order[end]) == Rank(_order[first]))
            {
                end++;
            }

            bool raised = true;
            while (raised)
            {
                raised = false;
                for (int i = first; i < end; i++)
                {
                    raised |= TryRaise(_order[i], now);
                }
            }

            // Who waits after a fall must not see those below rise in the meantime.
            _mayRise &= !_waits;
            first = end;
        }
    }

    private bool TryRaise(Slot slot, MediaTime now)
    {
        LayerLadder ladder = _ladders[slot.Index];
        int next = _levels[slot.Index] + 1;
        if (next == 0 || next >= ladder.Count || slot.Video is not { } stream)
        {
            return false;
        }

        long more = ladder[next].BitsPerSecond - ladder[next - 1].BitsPerSecond;
        if (next > ladder.IndexOf(stream.Target))
        {
            bool waits = !stream.Allocation.MayRise(now);
            _waits |= waits;
            if (!_mayRise || waits || _left < more + (long)(ladder[next].BitsPerSecond * RisingReserve))
            {
                return false;
            }

            NoteRise(now);
        }
        else if (_left + _slack < more)
        {
            return false;
        }

        _left -= more;
        _levels[slot.Index] = next;
        return true;
    }

    private void NoteRise(MediaTime now)
    {
        _mayRise = false;
        _lastRise = now;
    }

    private void Aim(Slot slot, MediaTime now)
    {
        if (slot.Video is not { } stream)
        {
            return;
        }

        LayerLadder ladder = _ladders[slot.Index];
        int level = _levels[slot.Index];
        LayerId? target = stream.Allocation.Paused || slot.Wish.Height == 0 ? null
            : ladder.Count > 0 && level >= 0 ? ladder[level].Layer
            : LayerSwitch.FirstOf(stream.Source);
        if (ladder.Count > 0 && level >= 0 && stream.Target is not null)
        {
            stream.Allocation.NoteLevel(ladder.IndexOf(stream.Target), level, now);
        }

        stream.Aim(target);
    }

    private int Rank(Slot slot) => slot.Occupant is not null && slot.Occupant == Speaker ? int.MaxValue : slot.Wish.Priority;

    private void Sort()
    {
        if (_order.Length != slots.Count)
        {
            _order = [.. slots];
            _ladders = new LayerLadder[slots.Count];
            _levels = new int[slots.Count];
            _ranks = new int[slots.Count];
        }

        // Few, and mostly in order already.
        for (int i = 1; i < _order.Length; i++)
        {
            Slot slot = _order[i];
            int place = i;
            while (place > 0 && Precedes(slot, _order[place - 1]))
            {
                _order[place] = _order[place - 1];
                place--;
            }

            _order[place] = slot;
        }
    }

    // By rank; of one rank those that flow, as nobody is to be paused for one of no more importance; then by number.
    private bool Precedes(Slot slot, Slot other) => (Rank(slot), Flows(slot), other.Index).CompareTo((Rank(other), Flows(other), slot.Index)) > 0;

    private static bool Flows(Slot slot) => slot.Video is { Allocation.Paused: false };

    private long AudioRate(MediaTime now)
    {
        long rate = 0;
        foreach (Slot slot in slots)
        {
            rate += slot.Audio?.SoundRate(now) ?? 0;
        }

        return rate;
    }
}
