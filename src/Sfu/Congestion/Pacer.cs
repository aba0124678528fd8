using Sfu.Streams.Outgoing;

namespace Sfu.Congestion;

/// <summary>
/// Spreads what is sent over a transport, before packets get their transport-wide numbers: what waits has not been sent, and feedback must not take it
/// for lost. Sound never waits. Retransmissions, which have a budget of their own inside, go before pictures (libwebrtc's PrioritizedPacketQueue): all pictures that
/// wait are shown after the one that lacks them. As long as nothing waits before it and the budget allows it, a packet passes straight through.
/// </summary>
/// <param name="budget">The transport's.</param>
internal sealed class Pacer(EgressBudget budget)
{
    // Above the estimate, so that a queue here empties; little, so that none builds up on the way instead (draft-ietf-rmcat-gcc-02 section 4: "pacing"). Where the
    // way has shown no end the estimate is what was sent rather than what it carries: as much above it as the publisher's own pacer goes (libwebrtc), so that
    // what comes from there passes.
    private const double Factor = 1.2;
    private const double CongestedFactor = 1.0;
    private const double OpenFactor = 2.5;

    // A usual frame of a picture passes without waiting. Where the way carries more than is sent, a large one does so too: it leaves as one message then
    // (UDP_SEGMENT), which costs a third of what its parts would.
    private const long NarrowBurst = 10_000;
    private const long WideBurst = 40_000;

    // A keyframe, mostly: where the way ends only far above, spreading it is its publisher's to do, and done.
    private const long OpenBurst = 100_000;

    // While nothing is known nothing is held back.
    private const long UnknownRate = 20_000_000;

    // Pictures that would wait longer are dropped, and begin anew with a keyframe.
    private const long LongestWait = 400_000;
    private const long UsualWait = 50_000;
    private const long DrainTime = 500_000;
    private const long BitsPerByte = 8;
    private const long MicrosecondsPerSecond = 1_000_000;

    private readonly PacketQueue _again = new();
    private readonly PacketQueue _queue = new();
    private readonly RtxBudget _rtx = new();

    /// <summary>When something is to be sent.</summary>
    public MediaTime NextDeadline { get; private set; } = MediaTime.Never;

    /// <summary>Is called when there is a deadline where there was none.</summary>
    public Action? Waiting { get; set; }

    /// <summary>
    /// Bits a second that are to be left over, so that what waits becomes less: as many as send in half a second what would otherwise wait for longer than a usual
    /// picture takes to leave.
    /// </summary>
    public long Backlog => Math.Max(0, (Bytes * BitsPerByte) - (budget.Rate * UsualWait / MicrosecondsPerSecond)) * MicrosecondsPerSecond / DrainTime;

    /// <summary>Packets that were dropped because they would have waited too long, or waited when their stream was stopped.</summary>
    public long Dropped { get; private set; }

    /// <summary>Retransmissions that were refused for lack of budget.</summary>
    public long Refused => _rtx.Refused;

    private long Bytes => _again.Bytes + _queue.Bytes;

    /// <summary>Follows the estimate.</summary>
    /// <param name="estimate">What the way carries, as far as that is known.</param>
    /// <param name="open">Whether the way has carried more than all that is wished for, and no queue grew since.</param>
    public void SetEstimate(in DownlinkEstimate estimate, bool open)
    {
        double factor = estimate.State is DownlinkState.Congested or DownlinkState.Blind ? CongestedFactor : open ? OpenFactor : Factor;
        budget.Rate = estimate.State == DownlinkState.Unknown ? UnknownRate : (long)(estimate.BitsPerSecond * factor);
        budget.Burst = estimate switch
        {
            { State: DownlinkState.Steady } when open => OpenBurst,
            { State: DownlinkState.Unknown } or { State: DownlinkState.Steady, ApplicationLimited: true } => WideBurst,
            _ => NarrowBurst,
        };
        _rtx.SetEstimate(estimate.State == DownlinkState.Unknown ? UnknownRate : estimate.BitsPerSecond);
    }

    /// <summary>Whether a packet of a picture may be sent at once.</summary>
    public bool TryPass(MediaTime now) => _queue.Count == 0 && TryPassFirst(now);

    /// <summary>Lets a packet of a picture wait, or drops what waits of its stream.</summary>
    public void Add(OutgoingStream stream, ushort number, int size, MediaTime now)
    {
        if (Bytes * BitsPerByte * MicrosecondsPerSecond > budget.Rate * LongestWait || !_queue.TryAdd(new PacedPacket(stream, number, size, Again: false)))
        {
            // Half a picture is none: the rest of what waits goes too.
            Dropped += _again.Remove(stream) + _queue.Remove(stream) + 1;
            stream.OnDropped();
            return;
        }

        Schedule(now);
    }

    /// <summary>Whether a packet may be sent again at once; false also when it must not be sent again at all.</summary>
    public bool TryPassAgain(OutgoingStream stream, ushort number, int size, MediaTime now)
    {
        if (!_rtx.TryTake(size, now))
        {
            return false;
        }

        if (TryPassFirst(now))
        {
            return true;
        }

        if (_again.TryAdd(new PacedPacket(stream, number, size, Again: true)))
        {
            Schedule(now);
        }

        return false;
    }

    /// <summary>What waits of a stream is not to be sent any more.</summary>
    public void Remove(OutgoingStream stream) => Dropped += _again.Remove(stream) + _queue.Remove(stream);

    /// <summary>Sends what is due.</summary>
    public void Advance(MediaTime now)
    {
        if (NextDeadline > now)
        {
            return;
        }

        while (budget.Allows(now))
        {
            if (!TryTake(out PacedPacket packet))
            {
                NextDeadline = MediaTime.Never;
                return;
            }

            Send(packet, now);
        }

        NextDeadline = budget.NextAllowed(now);
    }

    /// <summary>Sends so many bytes of what waits ahead of its time, where padding would be sent otherwise.</summary>
    /// <returns>How many they were, more or less.</returns>
    public long Release(long bytes, MediaTime now)
    {
        long sent = 0;
        while (sent < bytes && TryTake(out PacedPacket packet))
        {
            Send(packet, now);
            sent += packet.Size;
        }

        return sent;
    }

    private static void Send(in PacedPacket packet, MediaTime now)
    {
        if (packet.Again)
        {
            packet.Stream!.SendAgain(packet.Number, now);
        }
        else
        {
            packet.Stream!.SendPaced(packet.Number, now);
        }
    }

    private bool TryTake(out PacedPacket packet) => _again.TryTake(out packet) || _queue.TryTake(out packet);

    // Ahead of pictures that wait, but not of other retransmissions.
    private bool TryPassFirst(MediaTime now) => _again.Count == 0 && budget.Allows(now);

    private void Schedule(MediaTime now)
    {
        if (NextDeadline == MediaTime.Never)
        {
            NextDeadline = budget.NextAllowed(now);
            Waiting?.Invoke();
        }
    }
}
