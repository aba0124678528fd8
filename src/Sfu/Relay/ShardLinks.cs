using System.Runtime.InteropServices;

namespace Sfu.Relay;

/// <summary>The ways between one engine and the others of its process: packets by rings, words by messages.</summary>
/// <param name="shard">The number of this engine, from 0.</param>
internal sealed class ShardLinks(int shard)
{
    private readonly List<(int Shard, RelayRing Ring)> _outbound = [];
    private readonly List<RelayRing> _inbound = [];
    private readonly Dictionary<long, Mirror> _mirrors = [];
    private readonly Dictionary<long, RelayStream> _relays = [];

    // Numbers of two shards differ: a publication can be relayed to both.
    private long _lastMirror = (long)shard << 48;

    /// <summary>The number of this engine.</summary>
    public int Shard => shard;

    /// <summary>What is to be told to others; its reader clears it.</summary>
    public List<ShardMail> Outgoing { get; } = [];

    /// <summary>The rings from others.</summary>
    public ReadOnlySpan<RelayRing> Inbound => CollectionsMarshal.AsSpan(_inbound);

    /// <summary>The rings to others.</summary>
    public ReadOnlySpan<(int Shard, RelayRing Ring)> Outbound => CollectionsMarshal.AsSpan(_outbound);

    /// <summary>Publications of others that have subscribers here.</summary>
    public int MirrorCount => _mirrors.Count;

    /// <summary>Connects two engines. Before either runs.</summary>
    /// <param name="from">Whence packets come.</param>
    /// <param name="to">Whither they go.</param>
    /// <param name="ring">Of the slabs of <paramref name="to"/>.</param>
    public static void Connect(ShardLinks from, ShardLinks to, RelayRing ring)
    {
        from._outbound.Add((to.Shard, ring));
        to._inbound.Add(ring);
    }

    /// <summary>Tells another shard something.</summary>
    public void Send(int to, ShardMessage message) => Outgoing.Add(new ShardMail(to, message));

    /// <summary>The ring to another shard.</summary>
    public RelayRing RingTo(int to) => _outbound.Find(link => link.Shard == to).Ring;

    /// <summary>Enters a mirror; answers its number, which no other ever has.</summary>
    public long Add(Mirror mirror)
    {
        _mirrors.Add(++_lastMirror, mirror);
        return _lastMirror;
    }

    /// <summary>Forgets a mirror: what still comes for it is dropped.</summary>
    public void Remove(Mirror mirror) => _mirrors.Remove(mirror.Id);

    /// <summary>The mirror with a number, or null.</summary>
    public Mirror? Find(long mirror) => _mirrors.GetValueOrDefault(mirror);

    /// <summary>Enters what carries a publication of this engine to a mirror of another.</summary>
    public void Add(RelayStream relay) => _relays[relay.Mirror] = relay;

    /// <summary>The mirror has no subscriber any more.</summary>
    public void RemoveRelay(long mirror) => _relays.Remove(mirror);

    /// <summary>What carries a publication to a mirror, or null.</summary>
    public RelayStream? FindRelay(long mirror) => _relays.GetValueOrDefault(mirror);
}
