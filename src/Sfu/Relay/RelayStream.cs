using System.Runtime.CompilerServices;
using Sfu.Memory;
using Sfu.Streams;
using Sfu.Streams.Incoming;

namespace Sfu.Relay;

/// <summary>Carries a publication to the subscribers on another shard, each packet once for all of them.</summary>
/// <param name="publication">What it carries.</param>
/// <param name="ring">To that shard.</param>
/// <param name="mirror">What the publication is there (<see cref="Mirror.Id"/>).</param>
/// <param name="pool">The slabs of this shard.</param>
internal sealed class RelayStream(Publication publication, RelayRing ring, long mirror, SlabPool pool)
{
    private int _epoch;
    private bool _joined;
    private MediaTime _since;

    /// <summary>What the publication is on the other shard.</summary>
    public long Mirror => mirror;

    /// <summary>What follows does not join what went before.</summary>
    public void Resynchronize() => _joined = false;

    /// <summary>Passes a packet on.</summary>
    public void Forward(IncomingStream stream, in MediaPacket packet)
    {
        if (!_joined)
        {
            _joined = true;
            _epoch++;
            _since = packet.Arrival;
        }

        var relayed = new RelayedPacket
        {
            Mirror = mirror,
            Ssrc = stream.Ssrc,
            Encoding = stream.Encoding.Index,
            Epoch = _epoch,
            Packet = packet,
            Report = stream.LastReport,
            ClockOffset = stream.Publication.Clock.Offset,
            RepairTime = stream.RepairTime,
        };
        ring.TryWrite(relayed, pool.Span(packet.Slab)[..(packet.PayloadOffset + packet.PayloadLength)]);
    }

    /// <summary>Passes packets on again that did not arrive.</summary>
    /// <param name="ssrc">Their source.</param>
    /// <param name="numbers">Their sequence numbers.</param>
    public void Resend(uint ssrc, ReadOnlySpan<ushort> numbers)
    {
        foreach (PublishedEncoding encoding in publication.Encodings)
        {
            if (encoding.Stream is { Cache: { } cache } stream && stream.Ssrc == ssrc)
            {
                foreach (ushort number in numbers)
                {
                    ref MediaPacket packet = ref cache.Find(stream.NumberOf(number));

                    // What is from before the last start was not for the other shard.
                    if (!Unsafe.IsNullRef(ref packet) && _joined && packet.Arrival >= _since)
                    {
                        Forward(stream, packet);
                    }
                }
            }
        }
    }
}
