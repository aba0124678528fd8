using BenchmarkDotNet.Attributes;
using Sfu;
using Sfu.Streams.Incoming;

namespace Micro.Streams;

/// <summary>Noticing what is missing: nothing, or one packet in ten, which comes when it is asked for.</summary>
[MemoryDiagnoser]
public class LossTrackerBenchmarks
{
    private const int Packets = 10;
    private readonly LossTracker _tracker = new();
    private readonly ushort[] _requests = new ushort[LossTracker.Capacity];
    private long _sequence;
    private MediaTime _now;

    [Benchmark(Baseline = true, OperationsPerInvoke = Packets)]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public bool InOrder()
    {
        bool filled = true;
        for (int i = 0; i < Packets; i++)
        {
            filled &= _tracker.Receive(++_sequence, _now);
        }

        return filled;
    }

    [Benchmark(OperationsPerInvoke = Packets)]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public int OneLostOfTen()
    {
        long lost = ++_sequence;
        for (int i = 1; i < Packets; i++)
        {
            _tracker.Receive(++_sequence, _now);
        }

        _now += MediaTime.Milliseconds(10);
        int asked = _tracker.TakeRequests(_now, MediaTime.Milliseconds(50), _requests, out _);
        _tracker.Receive(lost, _now);
        return asked;
    }
}
