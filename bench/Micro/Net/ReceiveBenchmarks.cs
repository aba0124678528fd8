using BenchmarkDotNet.Attributes;
using Sfu.Memory;

namespace Micro.Net;

/// <summary>
/// Receiving 64 datagrams of 1200 bytes: one <c>recvfrom</c> for each, and <c>recvmmsg</c>. Both are sent the same way, by segmented
/// <c>sendmmsg</c>, which is in the time (<see cref="SendBenchmarks"/> shows it alone). Time is for one datagram.
/// </summary>
[MemoryDiagnoser]
public class ReceiveBenchmarks
{
    private const int Datagrams = ReceiveBatch.BufferCount;
    private LoopbackPorts _portable = null!;
    private LoopbackPorts _linux = null!;
    private ReceiveBatch _portableBatch = null!;
    private ReceiveBatch _linuxBatch = null!;

    [GlobalSetup]
    public void Setup()
    {
        _portable = new LoopbackPorts(portable: true, 1);
        _linux = new LoopbackPorts(portable: false, 1);
        _portableBatch = new ReceiveBatch(_portable.Pool);
        _linuxBatch = new ReceiveBatch(_linux.Pool);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Datagrams)]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public int SocketReceiveFrom() => SendAndReceive(_portable, _portableBatch);

    [Benchmark(OperationsPerInvoke = Datagrams)]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public int ReceiveMany() => SendAndReceive(_linux, _linuxBatch);

    [GlobalCleanup]
    public void Cleanup()
    {
        _portable.Dispose();
        _linux.Dispose();
    }

    private int SendAndReceive(LoopbackPorts ports, ReceiveBatch batch)
    {
        ports.Queue(Datagrams);

        // The same sender for both.
        _linux.Sender.Send(ports.Outbox);
        ports.Outbox.Clear();
        int received = 0;
        bool more;
        do
        {
            ports.Receiver.Wait(0);
            more = ports.Receiver.Receive(batch);
            received += batch.Datagrams.Length;
            foreach (ref readonly ReceivedDatagram datagram in batch.Datagrams)
            {
                if (batch.TryTake(datagram))
                {
                    ports.Pool.Return(datagram.Slab);
                }
            }
        }
        while (more || received < Datagrams);

        return received;
    }
}
