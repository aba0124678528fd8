using Rtp.Rtcp;
using Sfu.Rooms;
using Sfu.Streams;
using Sfu.Streams.Incoming;
using Sfu.Transports;

namespace Sfu.Rtcp;

/// <summary>Tells a peer about what it sends: what is missing, that a keyframe is needed, and when each packet arrived.</summary>
internal sealed class FeedbackSender(PeerTransport transport, ParticipantMedia media, RoundTrip roundTrip)
{
    private const int MaximumEstimateSources = 16;

    private byte _fullIntraRequests;

    /// <summary>When something is due.</summary>
    public MediaTime NextDeadline
    {
        get
        {
            MediaTime next = MediaTime.Min(media.Receiver.Arrivals.NextDeadline, media.TakesEstimates ? media.Target.NextDeadline : MediaTime.Never);
            foreach (Publication publication in media.Publications)
            {
                next = MediaTime.Min(next, publication.NextKeyframeRequest);
            }

            foreach (IncomingStream stream in media.Receiver.Streams)
            {
                next = MediaTime.Min(next, stream.Losses?.NextDeadline ?? MediaTime.Never);
            }

            return next;
        }
    }

    /// <summary>Sends what is due.</summary>
    public void Advance(MediaTime now)
    {
        if (NextDeadline > now || !transport.Connected)
        {
            return;
        }

        Span<byte> buffer = stackalloc byte[PeerTransport.RtcpBufferSize];
        while (NextDeadline <= now)
        {
            var writer = new RtcpWriter(buffer[..PeerTransport.MaximumRtcpLength]);
            if (!media.ReducedSizeRtcp)
            {
                ReceiverReport.TryWrite(ref writer, ParticipantMedia.FeedbackSsrc, default);
                SourceDescription.TryWrite(ref writer, ParticipantMedia.FeedbackSsrc, media.CanonicalName);
            }

            int before = writer.Length;
            WriteKeyframeRequests(ref writer, now);
            WriteNacks(ref writer, now);
            WriteEstimate(ref writer, now);
            media.Receiver.Arrivals.TryWrite(ref writer, ParticipantMedia.FeedbackSsrc, AnySource(), now);
            if (writer.Length == before)
            {
                return;
            }

            transport.SendRtcp(buffer, writer.Length);
        }
    }

    private void WriteKeyframeRequests(ref RtcpWriter writer, MediaTime now)
    {
        foreach (Publication publication in media.Publications)
        {
            foreach (PublishedEncoding encoding in publication.Encodings)
            {
                if (encoding.Stream is { } stream && encoding.Keyframes.TrySend(now, roundTrip.Microseconds))
                {
                    WriteKeyframeRequest(ref writer, stream);
                }
            }
        }
    }

    private void WriteKeyframeRequest(ref RtcpWriter writer, IncomingStream stream)
    {
        if (stream.KeyframeRequest == KeyframeRequestForm.PictureLossIndication)
        {
            new PictureLossIndication(ParticipantMedia.FeedbackSsrc, stream.Ssrc).TryWrite(ref writer);
        }
        else if (stream.KeyframeRequest == KeyframeRequestForm.FullIntraRequest)
        {
            FullIntraRequest.TryWrite(ref writer, ParticipantMedia.FeedbackSsrc, [new FullIntraRequestEntry(stream.Ssrc, _fullIntraRequests++)]);
        }
    }

    private void WriteNacks(ref RtcpWriter writer, MediaTime now)
    {
        Span<ushort> lost = stackalloc ushort[LossTracker.Capacity];
        foreach (IncomingStream stream in media.Receiver.Streams)
        {
            if (stream.Losses is not { } losses || losses.NextDeadline > now)
            {
                continue;
            }

            // Who is sent nothing reports nothing that a round trip could be measured by, but answers.
            int count = losses.TakeRequests(now, roundTrip.Measured ?? losses.AnswerTime ?? roundTrip.Microseconds, lost, out bool gaveUp);
            if (gaveUp)
            {
                stream.Publication.RequestKeyframe(stream.Encoding);
            }

            // What finds no room is asked for again after a round trip.
            Nack.Write(ref writer, ParticipantMedia.FeedbackSsrc, stream.Ssrc, lost[..count]);
        }
    }

    private void WriteEstimate(ref RtcpWriter writer, MediaTime now)
    {
        if (!media.TakesEstimates || !media.Target.TryTake(now))
        {
            return;
        }

        Span<RtcpSource> sources = stackalloc RtcpSource[MaximumEstimateSources];
        int count = 0;
        foreach (IncomingStream stream in media.Receiver.Streams)
        {
            if (count < sources.Length)
            {
                sources[count++] = new RtcpSource(stream.Ssrc);
            }
        }

        // What finds no room is said again in a second.
        ReceiverEstimate.TryWrite(ref writer, ParticipantMedia.FeedbackSsrc, media.Target.BitsPerSecond, sources[..count]);
    }

    private uint AnySource()
    {
        foreach (IncomingStream stream in media.Receiver.Streams)
        {
            return stream.Ssrc;
        }

        return 0;
    }
}
