using Sfu.Streams.Incoming;

namespace Sfu.Streams.Outgoing;

/// <summary>The last packets that a subscriber was sent, over changes of the source: enough to send them again from the caches they lie in.</summary>
internal sealed class SentPackets
{
    /// <summary>As many as a receiver may ask for: two seconds of a good picture.</summary>
    public const int Capacity = 512;

    // Sources that may change while a packet can still be asked for.
    private const int Stretches = 8;

    private readonly IncomingStream?[] _sources = new IncomingStream?[Stretches];

    // Most of the slots that somebody could be sent something in stay empty, and have no table.
    private SentPacket[] _packets = [];
    private bool[] _used = [];
    private byte _stretch;

    /// <summary>What follows comes from another source.</summary>
    public void Switch(IncomingStream source) => _sources[++_stretch % Stretches] = source;

    /// <summary>Nothing is asked for again.</summary>
    public void Clear() => _sources.AsSpan().Clear();

    /// <summary>Notes a packet that is being sent.</summary>
    public void Add(in SentPacket packet)
    {
        if (_packets.Length == 0)
        {
            (_packets, _used) = (new SentPacket[Capacity], new bool[Capacity]);
        }

        _packets[packet.Number % Capacity] = packet with { Stretch = _stretch };
        _used[packet.Number % Capacity] = true;
    }

    /// <summary>Finds a packet by the number that the receiver knows.</summary>
    /// <param name="number">Its sequence number.</param>
    /// <param name="packet">What was sent.</param>
    /// <param name="source">Whose cache has it.</param>
    public bool TryFind(ushort number, out SentPacket packet, out IncomingStream? source)
    {
        if (_packets.Length == 0)
        {
            (packet, source) = (default, null);
            return false;
        }

        packet = _packets[number % Capacity];
        source = (byte)(_stretch - packet.Stretch) < Stretches ? _sources[packet.Stretch % Stretches] : null;
        return _used[number % Capacity] && packet.Number == number && source is not null;
    }
}
