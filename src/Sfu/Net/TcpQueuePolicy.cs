using Rtp;

namespace Sfu.Net;

/// <summary>
/// What a TCP connection's queue takes. Bounded in time: what would arrive late is dropped, and of pictures the whole frame, as a part of one is of no use.
/// It reads only what SRTP leaves in clear: source and timestamp. RFC 4571 frames datagrams and says nothing of late ones; the rule is our own.
/// </summary>
internal sealed class TcpQueuePolicy
{
    // The oldest byte in the queue waits as long as a new one will.
    private const long LongestWait = 300;
    private const long WaitToResume = 150;
    private const long LongestAudioWait = 1_000;

    // A packet of sound is small. So is the last one of a picture, which goes with its frame.
    private const int LargestAudio = 400;
    private const int Sources = 32;
    private const int MaximumMarks = 1024;

    private readonly Source[] _sources = new Source[Sources];
    private readonly (long End, long Time)[] _marks = new (long, long)[MaximumMarks];
    private int _sourceCount;
    private int _nextSource;
    private int _firstMark;
    private int _markCount;
    private long _taken;

    /// <summary>Whether a datagram is to be queued; counts as queued then.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <param name="length">Its bytes in the queue.</param>
    /// <param name="queued">Bytes that wait now.</param>
    /// <param name="now">Milliseconds of a monotonic clock.</param>
    public bool Takes(ReadOnlySpan<byte> datagram, int length, long queued, long now)
    {
        if (PacketDemultiplexer.Classify(datagram) == PacketKind.Rtp && !TakesRtp(datagram, Wait(queued, now)))
        {
            return false;
        }

        _taken += length;
        if (_markCount < MaximumMarks)
        {
            _marks[(_firstMark + _markCount++) % MaximumMarks] = (_taken, now);
        }
        else
        {
            // The newest mark stands for what came after it, too.
            ref (long End, long Time) last = ref _marks[(_firstMark + MaximumMarks - 1) % MaximumMarks];
            last.End = _taken;
        }

        return true;
    }

    private long Wait(long queued, long now)
    {
        long sent = _taken - queued;
        while (_markCount > 0 && _marks[_firstMark].End <= sent)
        {
            _firstMark = (_firstMark + 1) % MaximumMarks;
            _markCount--;
        }

        return _markCount == 0 ? 0 : now - _marks[_firstMark].Time;
    }

    private bool TakesRtp(ReadOnlySpan<byte> datagram, long wait)
    {
        uint timestamp = RtpHeader.ReadTimestamp(datagram);
        ref Source source = ref Find(RtpHeader.ReadSsrc(datagram));
        if (!source.Started || timestamp != source.Timestamp)
        {
            long longest = datagram.Length <= LargestAudio ? LongestAudioWait : source.Drops ? WaitToResume : LongestWait;
            source.Drops = wait > longest;
            source.Timestamp = timestamp;
            source.Started = true;
        }

        return !source.Drops;
    }

    private ref Source Find(uint ssrc)
    {
        for (int i = 0; i < _sourceCount; i++)
        {
            if (_sources[i].Ssrc == ssrc)
            {
                return ref _sources[i];
            }
        }

        // More sources than a call has: the eldest makes room, and begins anew with its next packet.
        int place = _sourceCount < Sources ? _sourceCount++ : _nextSource++ % Sources;
        _sources[place] = new Source { Ssrc = ssrc };
        return ref _sources[place];
    }

    private struct Source
    {
        public uint Ssrc;
        public uint Timestamp;
        public bool Started;
        public bool Drops;
    }
}
