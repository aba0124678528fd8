using System.Runtime.CompilerServices;
using Sfu.Streams.Incoming;

namespace Sfu.Streams.Outgoing;

/// <summary>
/// Makes one stream without seams of what changing sources send: sequence numbers, timestamps and picture numbers run on. It remembers what each packet
/// was called, for those that wait and for retransmissions.
/// </summary>
/// <param name="firstSequence">The first sequence number.</param>
/// <param name="firstTimestamp">The first timestamp.</param>
/// <param name="kind">Sound or pictures.</param>
internal sealed class StreamRewriter(ushort firstSequence, uint firstTimestamp, MediaKind kind)
{
    // As far back as the source's cache reaches.
    private const int Window = 1024;

    private readonly GaplessNumbering _sequence = new(firstSequence, Window);
    private readonly PictureRewriter? _pictures = kind == MediaKind.Video ? new PictureRewriter() : null;
    private readonly SentPackets _sent = new();
    private TimestampRewriter _timestamp = new(firstTimestamp);
    private IncomingStream? _former;
    private long _used = firstSequence - 1;

    /// <summary>What is sent now, or null.</summary>
    public IncomingStream? Source { get; private set; }

    /// <summary>What is added to the source's timestamps.</summary>
    public uint TimestampOffset => _timestamp.Offset;

    /// <summary>Whether a later packet of the source was sent, or held back.</summary>
    public bool IsLate(in MediaPacket packet) => packet.Sequence <= _sequence.HighestSource;

    /// <summary>A packet is sent with a number that it was given.</summary>
    public void Use(ushort number, PictureNumbers picture)
    {
        _used = Math.Max(_used, _sequence.Highest - (ushort)(_sequence.Highest - number));
        _pictures?.Use(picture);
    }

    /// <summary>
    /// What follows does not join what went before, and what has a number and was not sent is not sent any more. The receiver never learns that it was there:
    /// a gap it would ask for, in vain.
    /// </summary>
    public void Stop()
    {
        Source = null;
        _sequence.Rewind(_used);
        _pictures?.Rewind();
    }

    /// <summary>Nothing that was sent can be asked for any more.</summary>
    public void Forget() => _sent.Clear();

    /// <summary>A packet is the first of a new source, or the first after a pause.</summary>
    public void Start(IncomingStream source, in MediaPacket first, MediaTime now)
    {
        uint? sameInstant = _former?.Publication == source.Publication && source.TryTimeOf(first.Timestamp, out long captured)
            && _former.TryTimestampAt(captured, out uint former) ? former : null;
        _sequence.Switch(first.Sequence);
        _timestamp.Switch(first.Timestamp, sameInstant, source.ClockRate, now);
        _pictures?.Switch(first.Picture);
        _sent.Switch(source);
        Source = source;
        _former = source;
    }

    /// <summary>What a packet of the source is called; false where it comes too late.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="marker">Its marker bit.</param>
    /// <param name="activeTargets">The decode targets that its Dependency Descriptor is to name, or 0.</param>
    /// <param name="now">The time.</param>
    /// <param name="sent">What to write.</param>
    public bool TryRewrite(in MediaPacket packet, bool marker, uint activeTargets, MediaTime now, out SentPacket sent)
    {
        sent = default;
        PictureNumbers picture = packet.Picture;
        if ((_pictures is not null && !_pictures.TryRewrite(packet.Picture, out picture)) || !_sequence.TryRewrite(packet.Sequence, out long number))
        {
            return false;
        }

        sent = new SentPacket(
            (ushort)number, (ushort)packet.Sequence, 0, marker, _timestamp.Rewrite(packet.Timestamp, now), picture, activeTargets);
        _sent.Add(sent);
        return true;
    }

    /// <summary>Holds a packet of the source back.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="closesPictures">Whether its picture is not counted either.</param>
    /// <param name="hole">The number that was kept for it, as it came late.</param>
    /// <returns>Whether there is such a number: the receiver waits for it.</returns>
    public bool Skip(in MediaPacket packet, bool closesPictures, out ushort hole)
    {
        if (closesPictures)
        {
            _pictures?.Skip(packet.Picture);
        }

        bool late = _sequence.Skip(packet.Sequence, out long kept);
        hole = (ushort)kept;
        return late;
    }

    /// <summary>What was sent with a number, and whose cache has it.</summary>
    public bool TryFind(ushort number, out SentPacket packet, out IncomingStream? source) =>
        _sent.TryFind(number, out packet, out source);

    /// <summary>The packet that was sent with a number; a null reference when nobody keeps it any more.</summary>
    public ref MediaPacket Find(ushort number, out SentPacket sent)
    {
        if (!TryFind(number, out sent, out IncomingStream? source) || source?.Cache is not { } cache)
        {
            return ref Unsafe.NullRef<MediaPacket>();
        }

        return ref cache.Find(sent.Source);
    }
}
