using System.Diagnostics.CodeAnalysis;
using Rtp;
using Rtp.Srtp;
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
    private readonly SrtpExpectedTags _expected = new();

    /// <summary>Takes the datagrams of a batch.</summary>
    public void Receive(ReceiveBatch batch, MediaTime now)
    {
        ReadOnlySpan<ReceivedDatagram> datagrams = batch.Datagrams;
        Expect(datagrams);
        for (int i = 0; i < datagrams.Length; i++)
        {
            ref readonly ReceivedDatagram datagram = ref datagrams[i];
            if (!batch.TryTake(datagram))
            {
                // Memory is used up: the datagram is looked at, but nothing can be kept of it.
                Receive(caches.Pool.Span(datagram.Slab)[..datagram.Length], datagram.Source, now);
            }
            else if (!Receive(datagram.Slab, datagram.Length, datagram.Source, _expected[i], now))
            {
                caches.Pool.Return(datagram.Slab);
            }
        }

        Complete(now);
    }

    /// <summary>Takes a datagram that is not in a slab; its consequences for others come with <see cref="Complete"/>.</summary>
    public void Receive(ReadOnlySpan<byte> datagram, in TransportAddress source, MediaTime now)
    {
        Slab slab = datagram.Length <= SlabPool.SlabSize ? caches.Pool.Rent() : Slab.None;
        if (!slab.Exists)
        {
            drops.Add(DropReason.OutOfMemory);
            return;
        }

        datagram.CopyTo(caches.Pool.Span(slab));
        if (!Receive(slab, datagram.Length, source, default, now))
        {
            caches.Pool.Return(slab);
        }
    }

    /// <summary>Takes a datagram; its consequences for others come with <see cref="Complete"/>.</summary>
    /// <param name="slab">Holds it.</param>
    /// <param name="length">Bytes of it.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="expected">Its tag, where that was computed before.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether the slab was kept.</returns>
    public bool Receive(Slab slab, int length, in TransportAddress source, in SrtpExpectedTag expected, MediaTime now)
    {
        Span<byte> datagram = caches.Pool.Span(slab)[..length];
        PacketKind kind = PacketDemultiplexer.Classify(datagram);
        if (kind == PacketKind.Rtp)
        {
            return ReceiveRtp(slab, datagram, source, expected, now);
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

    // Whose a packet is when its turn comes, and with what index, may be another matter: then its tag is computed anew.
    private unsafe void Expect(ReadOnlySpan<ReceivedDatagram> datagrams)
    {
        _expected.Clear();
        if (datagrams.Length < SrtpExpectedTags.WorthwhileCount)
        {
            return;
        }

        foreach (ref readonly ReceivedDatagram datagram in datagrams)
        {
            byte* bytes = caches.Pool.Pointer(datagram.Slab);
            bool isMedia = PacketDemultiplexer.Classify(new ReadOnlySpan<byte>(bytes, datagram.Length)) == PacketKind.Rtp;
            SrtpReceiver? keys = isMedia && participants.TryFind(datagram.Source, out Participant? participant) ? participant.Transport.Inbound : null;
            _expected.Add(keys, bytes, datagram.Length);
        }

        _expected.Complete();
    }

    private bool ReceiveRtp(Slab slab, Span<byte> datagram, in TransportAddress source, in SrtpExpectedTag expected, MediaTime now)
    {
        if (!TryFind(source, out Participant? participant))
        {
            return false;
        }

        caches.MakeRoom(queue);
        bool kept = participant.ReceiveRtp(slab, datagram, expected, now);
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
