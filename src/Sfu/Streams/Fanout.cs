using Sfu.Streams.Incoming;
using Sfu.Streams.Outgoing;

namespace Sfu.Streams;

/// <summary>
/// Who receives a publication. The packets of a frame that came together wait for one another: then all of them go to the first subscriber, all to the
/// second, and so on. A subscriber's state is touched once for all of them, and they lie side by side where they leave as one message.
/// </summary>
/// <param name="queue">Where it waits while there are packets that its subscribers have yet to get.</param>
internal sealed class Fanout(ForwardQueue queue)
{
    private OutgoingStream[] _subscribers = new OutgoingStream[2];
    private PacketRun _run;
    private bool _waiting;

    /// <summary>How many they are.</summary>
    public int Count { get; private set; }

    /// <summary>Who they are.</summary>
    public ReadOnlySpan<OutgoingStream> Subscribers => _subscribers.AsSpan(0, Count);

    /// <summary>Adds a subscriber.</summary>
    public void Add(OutgoingStream subscriber)
    {
        if (Count == _subscribers.Length)
        {
            Array.Resize(ref _subscribers, _subscribers.Length * 2);
        }

        _subscribers[Count++] = subscriber;
    }

    /// <summary>Takes a subscriber out; false when it was none.</summary>
    public bool Remove(OutgoingStream subscriber)
    {
        int index = Array.IndexOf(_subscribers, subscriber, 0, Count);
        if (index < 0)
        {
            return false;
        }

        Count--;
        _subscribers[index] = _subscribers[Count];
        _subscribers[Count] = null!;
        return true;
    }

    /// <summary>Takes a packet for them: they get it at once, or with those of its frame that follow.</summary>
    public void Forward(IncomingStream stream, ref MediaPacket packet, MediaTime now)
    {
        if (stream.Cache is null)
        {
            // It is nowhere to be found later.
            foreach (OutgoingStream subscriber in Subscribers)
            {
                subscriber.Forward(stream, ref packet, now);
            }
        }
        else if (!_run.TryAdd(stream, packet, now))
        {
            Pass();
            _run.Start(stream, packet, now);
            if (!_waiting)
            {
                _waiting = true;
                queue.Add(this);
            }
        }
    }

    /// <summary>Passes on what waits, to begin with something else.</summary>
    public void Pass()
    {
        PacketRun run = _run.Take();
        if (run.Stream is not { Cache: { } cache } stream)
        {
            return;
        }

        if (run.Count > 1)
        {
            EvenLengths.Pad(cache, run.First, run.Count, queue.Pool);
        }

        foreach (OutgoingStream subscriber in Subscribers)
        {
            for (int i = 0; i < run.Count; i++)
            {
                subscriber.Forward(stream, ref cache.Find(run.First + i), run.Arrival);
            }

            queue.Sent();
        }

        stream.PassedOn = Math.Max(stream.PassedOn, run.First + run.Count - 1);
    }

    /// <summary>Passes on what waits; it is not in the queue any more.</summary>
    public void Complete()
    {
        _waiting = false;
        Pass();
    }
}
