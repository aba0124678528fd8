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

        long bytes = 0;
        long longestPause = 0;
        long secondPause = 0;
        long firstSent = long.MaxValue;
        long lastSent = long.MinValue;
        int lastSentSize = 0;
        for (int i = 0; i < _count; i++)
        {
            ref PacketResult packet = ref At(i);
            bytes += packet.Size;
            firstSent = Math.Min(firstSent, packet.SentAt.Microseconds);
            if (packet.SentAt.Microseconds > lastSent)
            {
                lastSent = packet.SentAt.Microseconds;
                lastSentSize = packet.Size;
            }

            if (i > 0)
            {
                long pause = packet.ReceivedAt - At(i - 1).ReceivedAt;
                secondPause = Math.Max(secondPause, Math.Min(pause, longestPause));
                longestPause = Math.Max(longestPause, pause);
            }
        }

        // The first packet's bytes were received before the span begins, the last one's are sent after it ends.
        long received = At(_count - 1).ReceivedAt - At(0).ReceivedAt - longestPause + secondPause;
        double receiveRate = (bytes - At(0).Size) * 8e6 / Math.Max(received, ShortestSpan);
        double sendRate = (bytes - lastSentSize) * 8e6 / Math.Max(lastSent - firstSent, ShortestSpan);
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
}
