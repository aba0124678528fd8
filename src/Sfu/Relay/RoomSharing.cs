using System.Runtime.InteropServices;
using Sfu.Memory;
using Sfu.Rooms;
using Sfu.Streams;
using Sfu.Streams.Incoming;

namespace Sfu.Relay;

/// <summary>
/// What an engine does for rooms that are on several shards: it mirrors the participants of the others, and sends them the packets of its own that
/// they have subscribers for.
/// </summary>
/// <param name="rooms">The rooms of this engine.</param>
/// <param name="links">The ways to the others.</param>
/// <param name="caches">The packet caches of this engine.</param>
/// <param name="queue">Publications with packets for their subscribers.</param>
/// <param name="touch">Takes a member for which there may be something to do.</param>
/// <param name="drop">Ends a member.</param>
internal sealed class RoomSharing(
    RoomTable rooms, ShardLinks links, PacketCaches caches, ForwardQueue queue, Action<RoomMember> touch, Action<RoomMember> drop)
{
    private int _nextRing;

    /// <summary>Packets that came for nobody: their subscribers left while they were on the way.</summary>
    public long Unclaimed { get; private set; }

    /// <summary>A room is on these other shards from now on.</summary>
    public void Share(string id, IReadOnlyList<int> peers)
    {
        Room room = rooms.GetOrAdd(id);
        int[] added = [.. peers.Except(room.Peers)];
        int[] removed = [.. room.Peers.Except(peers)];
        room.Peers = peers;
        foreach (int shard in added)
        {
            // Whichever of two shards learns of the other last has asked and told: it does not matter who is first.
            Introduce(room, shard);
            links.Send(shard, new ShardMessage.Hello(id));
        }

        foreach (RemoteParticipant member in room.Members.OfType<RemoteParticipant>().Where(member => removed.Contains(member.Shard)).ToArray())
        {
            drop(member);
        }

        if (room.Abandoned)
        {
            Forget(room);
        }
    }

    /// <summary>Ends what is left of a room: the mirrors.</summary>
    public void Forget(Room room)
    {
        foreach (RoomMember member in room.Members.ToArray())
        {
            drop(member);
        }

        rooms.Remove(room);
    }

    /// <summary>Takes what another shard tells.</summary>
    public void Receive(int from, ShardMessage message)
    {
        switch (message)
        {
            case ShardMessage.Hello hello when rooms.Find(hello.Room) is { } room:
                Introduce(room, from);
                break;
            case ShardMessage.Present present when rooms.Find(present.Participant.Room) is { } room:
                Receive(from, present, room);
                break;
            case ShardMessage.Left left when FindRemote(from, left.Participant) is { } remote:
                drop(remote);
                break;
            case ShardMessage.SourceEnded ended when FindRemote(from, ended.Participant) is { } remote:
                remote.RemoveSource(ended.Ssrc);
                break;
            case ShardMessage.Start start when FindPublication(start.Publisher, start.Mid) is { } publication:
                var relay = new RelayStream(publication, links.RingTo(from), start.Mirror, caches.Pool);
                links.Add(relay);
                publication.Add(relay);
                break;
            case ShardMessage.Stop stop:
                links.RemoveRelay(stop.Mirror);
                FindPublication(stop.Publisher, stop.Mid)?.RemoveRelay(stop.Mirror);
                break;
            case ShardMessage.KeyframeRequest request when FindPublication(request.Publisher, request.Mid) is { } publication:
                publication.RequestKeyframe(publication.Encodings[request.Encoding]);
                break;
            default:
                // About somebody who left meanwhile.
                break;
        }
    }

    /// <summary>Takes packets from the rings.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether there may be more.</returns>
    public bool ReceiveRelayed(int limit, MediaTime now)
    {
        ReadOnlySpan<RelayRing> rings = links.Inbound;
        for (int tried = 0; tried < rings.Length; tried++)
        {
            RelayRing ring = rings[_nextRing];
            _nextRing = _nextRing + 1 == rings.Length ? 0 : _nextRing + 1;
            while (ring.TryTake(out RelayedPacket relayed))
            {
                Receive(ref relayed, now);
                if (--limit == 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void Receive(ref RelayedPacket relayed, MediaTime now)
    {
        Slab slab = relayed.Packet.Slab;
        if (relayed.Requested > 0)
        {
            ReadOnlySpan<ushort> numbers = MemoryMarshal.Cast<byte, ushort>(caches.Pool.Span(slab));
            links.FindRelay(relayed.Mirror)?.Resend(relayed.Ssrc, numbers[..relayed.Requested]);
            caches.Pool.Return(slab);
            return;
        }

        if (links.Find(relayed.Mirror) is not { } mirror)
        {
            Unclaimed++;
            caches.Pool.Return(slab);
            return;
        }

        caches.MakeRoom(queue);
        RemoteParticipant owner = mirror.Owner;
        if (!owner.Receive(mirror, ref relayed, now))
        {
            caches.Pool.Return(slab);
        }

        if (owner.NextDeadline < owner.Deadline)
        {
            touch(owner);
        }
    }

    private void Introduce(Room room, int shard)
    {
        foreach (Participant participant in room.Participants)
        {
            links.Send(shard, participant.Describe());
        }
    }

    private void Receive(int from, ShardMessage.Present present, Room room)
    {
        switch (room.Find(present.Participant.Participant))
        {
            case RemoteParticipant remote when remote.Shard == from:
                remote.Update(present);
                break;
            case RemoteParticipant moved when moved.Joined < present.Joined:
                // Its former shard has yet to say that it left.
                drop(moved);
                room.Add(new RemoteParticipant(present, from, room, links, caches, queue, touch));
                break;
            case null:
                room.Add(new RemoteParticipant(present, from, room, links, caches, queue, touch));
                break;
            default:
                // It moved on, and what the shard tells is old.
                break;
        }
    }

    private RemoteParticipant? FindRemote(int shard, ParticipantKey key) =>
        rooms.Find(key.Room)?.Find(key.Participant) is RemoteParticipant remote && remote.Shard == shard ? remote : null;

    private Publication? FindPublication(ParticipantKey key, string mid) =>
        rooms.FindParticipant(key)?.Publications.Find(publication => publication.Mid == mid);
}
