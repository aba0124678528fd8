using Sfu;
using Simulation.World;

namespace Simulation.Senders;

/// <summary>
/// Spreads what an encoder makes at once, as libwebrtc's pacer: at 2.5 times the target rate, and faster where the queue would otherwise last for longer
/// than two seconds. Sound does not wait; what was asked for again goes first.
/// </summary>
internal sealed class Pacer(Schedule schedule, Action<OutgoingPacket> send)
{
    private const double Factor = 2.5;
    private const double LongestQueueSeconds = 2;

    private readonly Queue<OutgoingPacket> _repeats = new();
    private readonly Queue<OutgoingPacket> _frames = new();
    private MediaTime _next;
    private bool _scheduled;
    private long _queuedBits;

    /// <summary>The target rate, in bits a second.</summary>
    public long Target { get; set; } = 300_000;

    /// <summary>Sends a packet when it is its turn.</summary>
    public void Send(OutgoingPacket packet)
    {
        if (packet.Stream.Kind == MediaKind.Audio)
        {
            send(packet);
            return;
        }

        (packet.IsRtx ? _repeats : _frames).Enqueue(packet);
        _queuedBits += packet.Payload.Length * 8L;
        Pump();
    }

    private void Pump()
    {
        while (_next <= schedule.Now && (_repeats.TryDequeue(out OutgoingPacket? packet) || _frames.TryDequeue(out packet)))
        {
            long bits = packet.Payload.Length * 8L;
            double rate = Math.Max(Target * Factor, _queuedBits / LongestQueueSeconds);
            _queuedBits -= bits;
            send(packet);
            MediaTime from = _next > schedule.Now ? _next : schedule.Now;
            _next = from + (long)(bits * 1e6 / rate);
        }

        if (_queuedBits > 0 && !_scheduled)
        {
            _scheduled = true;
            schedule.At(_next, () =>
            {
                _scheduled = false;
                Pump();
            });
        }
    }
}
