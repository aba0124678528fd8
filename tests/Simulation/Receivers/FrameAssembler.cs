using Simulation.Codecs;

namespace Simulation.Receivers;

/// <summary>Puts packets together to frames by their numbers, as libwebrtc's packet buffer: from the packet that starts a frame to the one that ends it.</summary>
internal sealed class FrameAssembler
{
    private const int Window = 2_048;

    private readonly Dictionary<long, Packet> _packets = [];
    private long _oldest = long.MaxValue;

    /// <summary>Takes a packet; answers the frame that it completes, or null.</summary>
    public VideoFrame? Add(long number, long timestamp, bool marker, int bytes, in PayloadInfo info)
    {
        if (!_packets.TryAdd(number, new Packet(timestamp, info.Starts, info.Ends || marker, marker, bytes, info)))
        {
            return null;
        }

        _oldest = Math.Min(_oldest, number);
        for (; _oldest < number - Window; _oldest++)
        {
            _packets.Remove(_oldest);
        }

        long first = number;
        while (!_packets[first].Starts)
        {
            if (!_packets.TryGetValue(--first, out Packet? before) || before.Timestamp != timestamp || before.Ends)
            {
                return null;
            }
        }

        long last = number;
        while (!_packets[last].Ends)
        {
            if (!_packets.TryGetValue(++last, out Packet? next) || next.Timestamp != timestamp || next.Starts)
            {
                return null;
            }
        }

        int size = 0;
        for (long part = first; part <= last; part++)
        {
            size += _packets[part].Bytes;
        }

        return new VideoFrame(first, last, timestamp, _packets[last].Marker, size, _packets[first].Info);
    }

    private sealed record Packet(long Timestamp, bool Starts, bool Ends, bool Marker, int Bytes, PayloadInfo Info);
}
