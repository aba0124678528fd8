using Sfu;
using Simulation.World;

namespace Simulation.Network;

/// <summary>One direction of a network: a token bucket with a drop-tail queue, then losses, then the way. Several routes may lead through it.</summary>
internal sealed class Link
{
    /// <summary>Bytes of IPv4 and UDP headers, which take part of the rate.</summary>
    public const int Overhead = 28;

    private const long WanderPeriod = 100_000;

    // Of a bit: what sums of fractions come short of.
    private const double Rounding = 1e-6;

    private readonly Schedule _schedule;
    private readonly Random _random;
    private readonly Random _wandering;
    private readonly Queue<Waiting> _queue = new();
    private LinkSettings _settings;
    private int _queuedBytes;
    private double _tokens;
    private MediaTime _tokensAt;
    private long _service;
    private bool _inBurst;
    private MediaTime _lastArrival;
    private long _wanderStep = -1;
    private double _wanderFrom;
    private double _wanderTo;

    /// <summary>Makes an idle link.</summary>
    /// <param name="schedule">Its clock.</param>
    /// <param name="settings">What it does.</param>
    /// <param name="random">Its own, so that what happens on one link changes nothing on others.</param>
    public Link(Schedule schedule, LinkSettings settings, Random random)
    {
        _schedule = schedule;
        _random = random;
        _wandering = new Random(random.Next());
        _settings = settings;
        _tokens = settings.Bucket * 8.0;
        _tokensAt = schedule.Now;
        Statistics = new LinkStatistics(schedule.Now);
    }

    /// <summary>What it does from now on, also to what waits in its queue.</summary>
    public LinkSettings Settings
    {
        get => _settings;
        set
        {
            Refill();
            _settings = value;
            Serve();
        }
    }

    public LinkStatistics Statistics { get; }

    /// <summary>Takes a datagram.</summary>
    /// <param name="length">Its bytes, without headers of IP and UDP.</param>
    /// <param name="arrive">What happens at the other end, if it gets there; more than once when it is duplicated.</param>
    public void Send(int length, Action arrive)
    {
        int bytes = length + Overhead;
        Statistics.Entered++;
        if (_settings.Rate is null && _queue.Count == 0)
        {
            Depart(new Waiting(bytes, _schedule.Now, arrive));
            return;
        }

        if (_queue.Count > 0 && _queuedBytes + bytes > _settings.Queue)
        {
            Statistics.Dropped++;
            return;
        }

        _queue.Enqueue(new Waiting(bytes, _schedule.Now, arrive));
        _queuedBytes += bytes;
        Serve();
    }

    private void Refill()
    {
        double bits = (_settings.Rate ?? 0) * ((_schedule.Now - _tokensAt) / 1e6);
        double depth = _settings.Bucket * 8.0;

        // One datagram that is larger than the bucket must still get through.
        depth = _queue.TryPeek(out Waiting head) ? Math.Max(depth, head.Bytes * 8.0) : depth;
        _tokens = Math.Min(depth, _tokens + bits);
        _tokensAt = _schedule.Now;
    }

    private void Serve()
    {
        Refill();
        while (_queue.TryPeek(out Waiting head) && (_settings.Rate is null || _tokens >= (head.Bytes * 8.0) - Rounding))
        {
            _queue.Dequeue();
            _queuedBytes -= head.Bytes;
            _tokens -= _settings.Rate is null ? 0 : head.Bytes * 8.0;
            Depart(head);
        }

        long service = ++_service;
        if (_queue.TryPeek(out Waiting next) && _settings.Rate > 0)
        {
            double seconds = ((next.Bytes * 8.0) - _tokens - Rounding) / _settings.Rate.Value;
            _schedule.After((long)Math.Ceiling(seconds * 1e6), () =>
            {
                if (service == _service)
                {
                    Serve();
                }
            });
        }
    }

    private void Depart(in Waiting datagram)
    {
        // As many numbers are drawn for every datagram: what befalls one does not change the fate of those after it.
        double loss = _random.NextDouble();
        double burst = _random.NextDouble();
        double jitter = _random.NextDouble();
        double reordering = _random.NextDouble();
        double holding = _random.NextDouble();
        double duplication = _random.NextDouble();

        Statistics.NotePassed(_schedule.Now, datagram.Bytes, _schedule.Now - datagram.Entered);
        if (_settings.Bursts is { } bursts)
        {
            _inBurst = _inBurst ? burst >= bursts.Leave : burst < bursts.Enter;
        }

        if (_settings.Blackout || loss < _settings.Loss || (_inBurst && _settings.Bursts is not null))
        {
            Statistics.Lost++;
            return;
        }

        MediaTime arrival = _schedule.Now + _settings.Delay + (long)(jitter * _settings.Jitter) + Wander();
        if (reordering < _settings.Reordering)
        {
            Statistics.Reordered++;
            arrival += (long)(holding * _settings.ReorderingDelay);
        }
        else if (_settings.Jitter == 0 || _settings.InOrder)
        {
            // A delay that becomes shorter does not let later datagrams overtake.
            arrival = arrival > _lastArrival ? arrival : _lastArrival;
            _lastArrival = arrival;
        }

        _schedule.At(arrival, datagram.Arrive);
        if (duplication < _settings.Duplication)
        {
            _schedule.At(arrival + (long)(holding * _settings.Jitter), datagram.Arrive);
        }
    }

    // Straight lines between random points.
    private long Wander()
    {
        long step = _schedule.Now.Microseconds / WanderPeriod;
        while (_wanderStep < step)
        {
            _wanderStep = _wanderStep < 0 ? step : _wanderStep + 1;
            _wanderFrom = _wanderTo;
            _wanderTo = _wandering.NextDouble();
        }

        double part = _schedule.Now.Microseconds % WanderPeriod / (double)WanderPeriod;
        return (long)(_settings.Wander * (_wanderFrom + (part * (_wanderTo - _wanderFrom))));
    }

    private readonly record struct Waiting(int Bytes, MediaTime Entered, Action Arrive);
}
