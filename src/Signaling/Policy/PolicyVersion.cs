namespace Signaling.Policy;

/// <summary>
/// Counts changes of the facts that must take effect at once: blocks and suspensions. Who decides on facts that it read
/// notes the version before it reads, and acts on the decision only if the version is still the same.
/// </summary>
internal sealed class PolicyVersion
{
    private long _current;

    /// <summary>The version now.</summary>
    public long Current => Interlocked.Read(ref _current);

    /// <summary>A change is stored; call before anything is told of it.</summary>
    public void Advance() => Interlocked.Increment(ref _current);
}
