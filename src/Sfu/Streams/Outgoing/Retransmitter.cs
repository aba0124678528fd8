using System.Runtime.CompilerServices;
using Sfu.Congestion;
using Sfu.Streams.Incoming;

namespace Sfu.Streams.Outgoing;

/// <summary>
/// Answers requests for what was lost on the way to a receiver: pictures are sent again (RFC 4588), sound goes into later packets once more (RFC 2198).
/// </summary>
/// <param name="stream">Whose packets.</param>
/// <param name="rewriter">Knows what was sent with which number.</param>
/// <param name="sender">Sends.</param>
/// <param name="pacer">Says when.</param>
internal sealed class Retransmitter(OutgoingStream stream, StreamRewriter rewriter, PacketSender sender, Pacer pacer)
{
    private readonly ResendLimiter _resent = new();

    /// <summary>Whether packets can be sent again.</summary>
    public bool Ready => sender.CanSendAgain && stream.Source is { Flowing: true };

    /// <summary>Answers a request.</summary>
    /// <param name="number">The sequence number that the receiver knows.</param>
    /// <param name="now">The time.</param>
    /// <param name="roundTrip">Microseconds between here and the receiver.</param>
    public void Answer(ushort number, MediaTime now, long roundTrip)
    {
        if (sender.Redundancy is { } redundancy)
        {
            AnswerByRedundancy(redundancy, number, now, roundTrip);
            return;
        }

        ref MediaPacket packet = ref FindReady(number);
        if (!Unsafe.IsNullRef(ref packet) && _resent.TryTake(number, now, roundTrip))
        {
            Pass(number, packet.PayloadLength, now);
        }
    }

    /// <summary>Sends a packet again that feedback calls missing, without waiting for a request; one that was sent again since is left to its own feedback.</summary>
    public void Repair(in PacketLoss loss, MediaTime now)
    {
        ref MediaPacket packet = ref FindReady(loss.Sequence);
        if (!Unsafe.IsNullRef(ref packet) && _resent.TryReplace(loss.Sequence, loss.SentAt, now))
        {
            Pass(loss.Sequence, packet.PayloadLength, now);
        }
    }

    /// <summary>Sends a packet again, if it is there still.</summary>
    public void Send(ushort number, MediaTime now)
    {
        ref MediaPacket packet = ref rewriter.Find(number, out SentPacket sent);
        if (Ready && !Unsafe.IsNullRef(ref packet) && sender.Takes(packet))
        {
            sender.SendAgain(packet, sent, now);
        }
    }

    private ref MediaPacket FindReady(ushort number)
    {
        ref MediaPacket packet = ref rewriter.Find(number, out _);
        if (!Ready || Unsafe.IsNullRef(ref packet) || !sender.Takes(packet))
        {
            return ref Unsafe.NullRef<MediaPacket>();
        }

        return ref packet;
    }

    private void Pass(ushort number, int size, MediaTime now)
    {
        if (pacer.TryPassAgain(stream, number, size, now))
        {
            Send(number, now);
        }
    }

    private void AnswerByRedundancy(AudioRedundancy redundancy, ushort number, MediaTime now, long roundTrip)
    {
        if (sender.TakesRedundancy && rewriter.TryFind(number, out SentPacket sent, out IncomingStream? source)
            && source == rewriter.Source && _resent.TryTake(number, now, roundTrip))
        {
            redundancy.Ask(source!.NumberOf(sent.Source), now);
        }
    }
}
