using System.Buffers.Binary;
using Rtp;
using Sfu;
using Simulation.Senders;

namespace Simulation.Receivers;

/// <summary>What a simulated client received of one source, and what it lacks.</summary>
internal sealed class ReceivedStream
{
    public static readonly ReceivedStream Nothing = new();

    private readonly HashSet<long> _numbers = [];
    private readonly Dictionary<long, MediaTime> _asked = [];
    private SequenceUnwrapper _unwrapper;

    /// <summary>Packets by their number, with frame, packet in the frame, timestamp, picture id and header.</summary>
    public SortedDictionary<long, (int Frame, int Packet, uint Timestamp, int PictureId, int Tl0, RtpHeader Header, MediaTime Arrival)> Packets { get; } = [];

    public List<byte[]> Raw { get; } = [];

    public int Repaired { get; private set; }

    public int Duplicates { get; private set; }

    public List<long> Missing { get; } = [];

    /// <summary>Frames of which every packet came.</summary>
    public int CompleteFrames => Packets.Values.GroupBy(packet => packet.Frame).Count(frame => frame.Count() == MediaSource.PacketsPerFrame);

    /// <summary>Numbers between the first and the last that never came.</summary>
    public int Gaps => Packets.Count == 0 ? 0 : (int)(Packets.Keys.Last() - Packets.Keys.First() + 1 - Packets.Count);

    public void Receive(in RtpHeader header, byte[] datagram, bool isRtx, MediaTime now)
    {
        Raw.Add(datagram);
        ReadOnlySpan<byte> payload = header.Payload((ReadOnlySpan<byte>)datagram);
        ushort sequence = header.SequenceNumber;
        if (isRtx && payload.Length < 2)
        {
            // Padding, to probe for bandwidth.
            return;
        }

        if (isRtx)
        {
            sequence = BinaryPrimitives.ReadUInt16BigEndian(payload);
            payload = payload[2..];
            Repaired++;
        }

        bool video = payload.Length > 500;
        int mark = video ? MediaSource.DescriptorLength : 0;
        long number = _unwrapper.Unwrap(sequence);
        if (!_numbers.Add(number))
        {
            Duplicates++;
            return;
        }

        if (Packets.Count > 0)
        {
            for (long lost = Packets.Keys.Last() + 1; lost < number; lost++)
            {
                Missing.Add(lost);
            }
        }

        Missing.Remove(number);
        Packets[number] = (
            BinaryPrimitives.ReadInt32BigEndian(payload[mark..]),
            payload[mark + 4],
            header.Timestamp,
            video ? BinaryPrimitives.ReadUInt16BigEndian(payload[2..]) & 0x7FFF : -1,
            video ? payload[4] : -1,
            header,
            now);
    }

    /// <summary>What to ask for now.</summary>
    public ushort[] TakeMissing(MediaTime now)
    {
        var due = Missing.Where(number => !_asked.TryGetValue(number, out MediaTime asked) || now - asked > MediaTime.Milliseconds(100)).ToList();
        due.ForEach(number => _asked[number] = now);
        return [.. due.Select(number => (ushort)number)];
    }
}
