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

        ref MediaPacket packet = ref rewriter.Find(number, out _);
        int copies = Ready && !Unsafe.IsNullRef(ref packet) && sender.Takes(packet) ? _resent.Take(number, now, roundTrip) : 0;
        for (; copies > 0; copies--)
        {
            if (pacer.TryPassAgain(stream, number, packet.PayloadLength, now))
            {
                Send(number, now);
            }
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

    private void AnswerByRedundancy(AudioRedundancy redundancy, ushort number, MediaTime now, long roundTrip)
    {
        if (sender.TakesRedundancy && rewriter.TryFind(number, out SentPacket sent, out IncomingStream? source)
            && source == rewriter.Source && _resent.Take(number, now, roundTrip) > 0)
        {
            redundancy.Ask(source!.NumberOf(sent.Source), now);
        }
    }
}
