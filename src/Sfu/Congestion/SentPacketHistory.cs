using System.Runtime.CompilerServices;

namespace Sfu.Congestion;

/// <summary>
/// The last packets of a transport by their transport-wide number, to be found again when feedback on them comes. A ring: what nobody reported on
/// in time is forgotten.
/// </summary>
internal sealed class SentPacketHistory
{
    /// <summary>Packets that are remembered: a second at 16 Mbit/s.</summary>
    public const int Capacity = 2048;

    private const int FirstCapacity = 128;

    // UDP over IPv4 (RFC 768, RFC 791). IPv6 has 20 bytes more.
    private const int DatagramOverhead = 28;
    private const double LossSmoothing = 1 / 512.0;

    // Grows to what the first seconds of a busy transport need, and no further: most participants receive a call of two.
    private NumberedPacket[] _packets = new NumberedPacket[FirstCapacity];
    private long _next;
    private long _oldest;

    /// <summary>The number that the next packet gets.</summary>
    public ushort NextNumber => (ushort)_next;

    /// <summary>Bytes that are under way: sent, and nothing was said of them.</summary>
    public long InFlight { get; private set; }

    /// <summary>When the last packet was sent; meaningless before the first.</summary>
    public MediaTime LastSent { get; private set; }

    /// <summary>Packets sent in all.</summary>
    public long Count => _next;

    /// <summary>Bytes sent in all.</summary>
    public long Bytes { get; private set; }

    /// <summary>The share of packets that got lost on the way, smoothed over some five hundred.</summary>
    public double Loss { get; private set; }

    /// <summary>The probe that packets belong to now, or 0.</summary>
    public int Probe { get; set; }

    /// <summary>Notes a packet that was sent with <see cref="NextNumber"/>.</summary>
    /// <param name="kind">What it carries.</param>
    /// <param name="source">The source (SSRC) that it was sent on.</param>
    /// <param name="sequence">Its sequence number; of a retransmission that of the packet which it repeats.</param>
    /// <param name="length">Bytes of the datagram.</param>
    /// <param name="now">The time.</param>
    public void Add(SentPacketKind kind, uint source, ushort sequence, int length, MediaTime now)
    {
        if (_next - _oldest == _packets.Length)
        {
            MakeRoom();
        }

        int size = length + DatagramOverhead;
        ref NumberedPacket packet = ref Place(_next);
        packet.Number = _next++;
        packet.SentAt = now;
        packet.Size = size;
        packet.Probe = Probe;
        packet.Source = source;
        packet.Sequence = sequence;
        packet.Kind = kind;
        packet.Fate = SentPacketFate.Unknown;
        InFlight += size;
        Bytes += size;
        LastSent = now;
    }

    /// <summary>The number in 64 bits that a number in feedback means: the last one sent with these 16 bits. Negative for none.</summary>
    public long Unwrap(ushort number) => _next - 1 - (ushort)(_next - 1 - number);

    /// <summary>Finds a packet; a null reference when it was never sent or is forgotten.</summary>
    public ref NumberedPacket Find(long number)
    {
        if (number < _oldest || number >= _next)
        {
            return ref Unsafe.NullRef<NumberedPacket>();
        }

        return ref Place(number);
    }

    /// <summary>The receiver said something of a packet for the first time.</summary>
    public void Settle(ref NumberedPacket packet, SentPacketFate fate)
    {
        bool known = packet.Fate != SentPacketFate.Unknown;
        if (!known)
        {
            InFlight -= packet.Size;
        }

        // What was called missing and came after all takes back what it counted.
        double lost = fate == SentPacketFate.Missing ? 1 : 0;
        Loss = Math.Max(0, Loss + ((known ? lost - 1 : lost - Loss) * LossSmoothing));
        packet.Fate = fate;
    }

    /// <summary>Forgets packets that were sent before a time.</summary>
    public void Expire(MediaTime before)
    {
        while (_oldest < _next && Place(_oldest).SentAt < before)
        {
            Forget();
        }
    }

    private void MakeRoom()
    {
        if (_packets.Length == Capacity)
        {
            Forget();
            return;
        }

        var larger = new NumberedPacket[_packets.Length * 2];
        for (long number = _oldest; number < _next; number++)
        {
            larger[(int)(number & (larger.Length - 1))] = Place(number);
        }

        _packets = larger;
    }

    private void Forget()
    {
        ref NumberedPacket packet = ref Place(_oldest++);
        if (packet.Fate == SentPacketFate.Unknown)
        {
            InFlight -= packet.Size;
        }
    }

    private ref NumberedPacket Place(long number) => ref _packets[(int)(number & (_packets.Length - 1))];
}
