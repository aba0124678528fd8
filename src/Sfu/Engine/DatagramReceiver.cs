using System.Diagnostics.CodeAnalysis;
using Rtp;
using Sfu.Ice;
using Sfu.Memory;
using Sfu.Net;
using Sfu.Rooms;
using Sfu.Streams;
using Sfu.Streams.Incoming;

namespace Sfu.Engine;

/// <summary>
/// Takes datagrams to the participants they belong to: tells what each is (RFC 7983), and whose. Media waits, to go out together with what came with it;
/// whatever else comes has media passed on first.
/// </summary>
/// <param name="participants">Who there is.</param>
/// <param name="schedule">Who has to do something next.</param>
/// <param name="caches">The packet caches of the engine.</param>
/// <param name="queue">Publications with packets for their subscribers.</param>
/// <param name="outbox">What is to be sent.</param>
/// <param name="drops">Counts what reaches nobody.</param>
/// <param name="settle">Draws the consequences for a participant whose connection something was received for.</param>
internal sealed class DatagramReceiver(
    ParticipantTable participants,
    MemberSchedule schedule,
    PacketCaches caches,
    ForwardQueue queue,
    Outbox outbox,
    DropCounters drops,
    Action<Participant, MediaTime> settle)
{
    /// <summary>Takes a datagram; its consequences for others come with <see cref="Complete"/>.</summary>
    /// <returns>Whether the slab was kept.</returns>
    public bool Receive(Slab slab, int length, in TransportAddress source, MediaTime now)
    {
        Span<byte> datagram = caches.Pool.Span(slab)[..length];
        PacketKind kind = PacketDemultiplexer.Classify(datagram);
        if (kind == PacketKind.Rtp)
        {
            return ReceiveRtp(slab, datagram, source, now);
        }

        // Whatever it brings is about what came after the packets before it.
        Complete(now);
        switch (kind)
        {
            case PacketKind.Stun:
                ReceiveStun(datagram, source, now);
                break;
            case PacketKind.Rtcp when TryFind(source, out Participant? participant):
                participant.ReceiveRtcp(datagram, now);
                TouchIfSooner(participant);
                break;
            case PacketKind.Dtls when TryFind(source, out Participant? participant):
                participant.Transport.ReceiveDtls(datagram, now);
                settle(participant, now);
                break;
            case PacketKind.Rtcp or PacketKind.Dtls:
                break;
            default:
                drops.Add(DropReason.Unrecognized);
                break;
        }

        return false;
    }

    /// <summary>What came is passed on, and what follows from it is done.</summary>
    public void Complete(MediaTime now)
    {
        queue.Complete();
        schedule.Update(now);
        outbox.Relieve();
    }

    private bool ReceiveRtp(Slab slab, Span<byte> datagram, in TransportAddress source, MediaTime now)
    {
        if (!TryFind(source, out Participant? participant))
        {
            return false;
        }

        caches.MakeRoom(queue);
        bool kept = participant.ReceiveRtp(slab, datagram, now);
        TouchIfSooner(participant);
        return kept;
    }

    private bool TryFind(in TransportAddress source, [NotNullWhen(true)] out Participant? participant)
    {
        if (participants.TryFind(source, out participant))
        {
            return true;
        }

        drops.Add(DropReason.UnknownSource);
        return false;
    }

    private void TouchIfSooner(Participant participant)
    {
        if (participant.NextDeadline < participant.Deadline)
        {
            schedule.Touch(participant);
        }
    }

    private void ReceiveStun(ReadOnlySpan<byte> datagram, in TransportAddress source, MediaTime now)
    {
        if (!StunMessage.TryParse(datagram, out StunMessage message))
        {
            drops.Add(DropReason.StunUnknown);
            return;
        }

        if (message.Class == StunClass.Success && participants.TryFind(source, out Participant? asked))
        {
            asked.Transport.ReceiveStunResponse(message, source, now);
            settle(asked, now);
            return;
        }

        if (participants.FindRecipient(message) is not { } participant)
        {
            drops.Add(DropReason.StunUnknown);
            return;
        }

        bool authentic = participant.Transport.ReceiveStun(message, source, now, out TransportAddress? forgotten);
        if (forgotten is { } former)
        {
            participants.Forget(former);
        }

        if (authentic)
        {
            participants.Claim(source, participant);
        }

        settle(participant, now);
    }
}
