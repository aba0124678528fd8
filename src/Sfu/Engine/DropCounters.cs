namespace Sfu.Engine;

/// <summary>Datagrams that changed nothing, by reason: counted by the engine's thread, read by any.</summary>
internal sealed class DropCounters
{
    private static readonly DropReason[] Reasons = Enum.GetValues<DropReason>();

    private readonly long[] _counts = new long[Reasons.Length];

    /// <summary>How many there were.</summary>
    public long this[DropReason reason] => Volatile.Read(ref _counts[(int)reason]);

    /// <summary>Counts one.</summary>
    public void Add(DropReason reason)
    {
        ref long count = ref _counts[(int)reason];
        Volatile.Write(ref count, count + 1);
    }

    /// <summary>All of them.</summary>
    public IReadOnlyDictionary<DropReason, long> Read() => Reasons.ToDictionary(reason => reason, reason => this[reason]);
}
