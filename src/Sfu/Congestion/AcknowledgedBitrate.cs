namespace Sfu.Congestion;

/// <summary>
/// What gets through, in bits a second: the lesser of the rates at which the last acknowledged packets were sent and received, without the longest
/// pause among them (after libwebrtc's RobustThroughputEstimator). A pause of the sender must not look like a slow link.
/// </summary>
internal sealed class AcknowledgedBitrate
{
    // Powers of two.
    private const int FirstCapacity = 64;
    private const int Capacity = 512;
    private const int LeastPackets = 20;
    private const long ShortestWindow = 500_000;
    private const long LongestWindow = 1_000_000;
    private const long ShortestSpan = 20_000;

    // Long enough that packets which a radio link hands over together do not look like a fast link.
    private const long BurstWindow = 150_000;
    private const long ShortestBurst = 60_000;

    private PacketResult[] _packets = new PacketResult[FirstCapacity];
    private int _first;
    private int _count;

    /// <summary>Adds a packet that came.</summary>
    public void Add(in PacketResult packet)
    {
        if (_count == _packets.Length)
        {
            MakeRoom();
        }

        // Kept by arrival; a packet that was overtaken goes to its place.
        int place = _count++;
        while (place > 0 && At(place - 1).ReceivedAt > packet.ReceivedAt)
        {
            At(place) = At(place - 1);
            place--;
        }

        At(place) = packet;
        while (IsFirstOutside())
        {
            RemoveFirst();
        }
    }

    /// <summary>The rate, or null while too little came.</summary>
    public double? BitsPerSecond()
    {
        if (_count < LeastPackets)
        {
            return null;
        }

        // The ring in its two parts, from the oldest: a sum over hundreds of packets with every feedback.
        var sum = new Sum { Received = At(0).ReceivedAt, FirstSent = long.MaxValue, LastSent = long.MinValue };
        int end = Math.Min(_first + _count, _packets.Length);
        sum.Add(_packets.AsSpan(_first..end));
        sum.Add(_packets.AsSpan(0, _count - (end - _first)));

        // The first packet's bytes were received before the span begins, the last one's are sent after it ends.
        long received = At(_count - 1).ReceivedAt - At(0).ReceivedAt - sum.LongestPause + sum.SecondPause;
        double receiveRate = (sum.Bytes - At(0).Size) * 8e6 / Math.Max(received, ShortestSpan);
        double sendRate = (sum.Bytes - sum.LastSentSize) * 8e6 / Math.Max(sum.LastSent - sum.FirstSent, ShortestSpan);
        return Math.Min(receiveRate, sendRate);
    }

    /// <summary>
    /// The rate at which the very last packets arrived, or null where they came all at once. While packets queue it is what the link carries, also where the
    /// sender mostly sends less.
    /// </summary>
    public double? LatestBitsPerSecond()
    {
        long bytes = 0;
        long span = 0;
        for (int i = _count - 1; i > 0 && span < BurstWindow; i--)
        {
            bytes += At(i).Size;
            span = At(_count - 1).ReceivedAt - At(i - 1).ReceivedAt;
        }

        return span >= ShortestBurst ? bytes * 8e6 / span : null;
    }

    private bool IsFirstOutside()
    {
        long span = At(_count - 1).ReceivedAt - At(0).ReceivedAt;
        return _count > 1 && (span > LongestWindow || (span > ShortestWindow && _count > LeastPackets));
    }

    private void RemoveFirst()
    {
        _first = (_first + 1) & (_packets.Length - 1);
        _count--;
    }

    private void MakeRoom()
    {
        if (_packets.Length == Capacity)
        {
            RemoveFirst();
            return;
        }

        var larger = new PacketResult[_packets.Length * 2];
        for (int i = 0; i < _count; i++)
        {
            larger[i] = At(i);
        }

        _packets = larger;
        _first = 0;
    }

    private ref PacketResult At(int index) => ref _packets[(_first + index) & (_packets.Length - 1)];

    private struct Sum
    {
        public long Bytes;
        public long Received;
        public long LongestPause;
        public long SecondPause;
        public long FirstSent;
        public long LastSent;
        public int LastSentSize;

        public void Add(ReadOnlySpan<PacketResult> packets)
        {
            Sum sum = this;
            foreach (ref readonly PacketResult packet in packets)
            {
                long pause = packet.ReceivedAt - sum.Received;
                long sent = packet.SentAt.Microseconds;
                sum.Received = packet.ReceivedAt;
                sum.Bytes += packet.Size;
                sum.FirstSent = Math.Min(sum.FirstSent, sent);
                if (pause > sum.SecondPause)
                {
                    sum.SecondPause = Math.Min(pause, sum.LongestPause);
                    sum.LongestPause = Math.Max(pause, sum.LongestPause);
                }

                if (sent > sum.LastSent)
                {
                    sum.LastSent = sent;
                    sum.LastSentSize = packet.Size;
                }
            }

            this = sum;
        }
    }
}
