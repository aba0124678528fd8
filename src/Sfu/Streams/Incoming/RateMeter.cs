namespace Sfu.Streams.Incoming;

/// <summary>The rate of a stream over its last second.</summary>
internal struct RateMeter
{
    /// <summary>Bytes that a packet is longer by when it leaves: RTP with extensions, SRTP's tag, UDP and IP.</summary>
    public const int Overhead = 70;

    private const int Buckets = 8;
    private const long BucketLength = 125_000;

    private Bits _bits;
    private long _newest;
    private long _sum;

    /// <summary>Counts a packet.</summary>
    /// <param name="payload">Bytes of payload; headers are added.</param>
    /// <param name="now">When it came.</param>
    public void Add(int payload, MediaTime now)
    {
        Forget(now);
        long bits = (payload + Overhead) * 8L;
        _bits[(int)(_newest % Buckets)] += bits;
        _sum += bits;
    }

    /// <summary>Bits a second on the wire; less than is true during the first second.</summary>
    public long BitsPerSecond(MediaTime now)
    {
        Forget(now);

        // The newest bucket is not full yet.
        long window = ((Buckets - 1) * BucketLength) + (now.Microseconds % BucketLength);
        return _sum * 1_000_000 / window;
    }

    private void Forget(MediaTime now)
    {
        long current = now.Microseconds / BucketLength;
        if (current - _newest >= Buckets)
        {
            _bits = default;
            _sum = 0;
            _newest = current;
        }

        while (_newest < current)
        {
            _newest++;
            ref long bucket = ref _bits[(int)(_newest % Buckets)];
            _sum -= bucket;
            bucket = 0;
        }
    }

    [System.Runtime.CompilerServices.InlineArray(Buckets)]
    private struct Bits
    {
        private long _first;
    }
}
