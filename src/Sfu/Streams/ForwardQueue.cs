using Sfu.Memory;

namespace Sfu.Streams;

/// <summary>Publications with packets that their subscribers have yet to get, at the end of a batch at the latest.</summary>
/// <param name="outbox">Takes what they are sent.</param>
internal sealed class ForwardQueue(Outbox outbox)
{
    private readonly List<Fanout> _waiting = [];

    /// <summary>Holds the bytes of the packets.</summary>
    public SlabPool Pool => outbox.Pool;

    /// <summary>There are packets for somebody.</summary>
    public void Add(Fanout fanout) => _waiting.Add(fanout);

    /// <summary>A subscriber got what there was: what it is sent need not wait for what the others are sent.</summary>
    public void Sent() => outbox.Relieve();

    /// <summary>Passes all of them on.</summary>
    public void Complete()
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        foreach (Fanout fanout in _waiting)
        {
            fanout.Complete();
        }

        _waiting.Clear();
    }
}
