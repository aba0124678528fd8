using BenchmarkDotNet.Attributes;

namespace Micro.Net;

/// <summary>
/// Sending 64 datagrams of 1200 bytes over loopback: one <c>sendto</c> for each, <c>sendmmsg</c>, and, where several go to one
/// destination, <c>sendmmsg</c> of messages that the system cuts (<c>UDP_SEGMENT</c>). Nobody reads them: this is the sender's part. Time is for one
/// datagram.
/// </summary>
[MemoryDiagnoser]
public class SendBenchmarks
{
    private const int Datagrams = 64;
    private LoopbackPorts _portable = null!;
    private LoopbackPorts _linux = null!;

    [Params(1, 4, 16)]
    public int DatagramsPerDestination { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _portable = new LoopbackPorts(portable: true, Datagrams / DatagramsPerDestination);
        _linux = new LoopbackPorts(portable: false, Datagrams / DatagramsPerDestination);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Datagrams)]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public void SocketSendTo() => Send(_portable);

    [Benchmark(OperationsPerInvoke = Datagrams)]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public void SendMany() => Send(_linux);

    [GlobalCleanup]
    public void Cleanup()
    {
        _portable.Dispose();
        _linux.Dispose();
    }

    private static void Send(LoopbackPorts ports)
    {
        ports.Queue(Datagrams);
        ports.Sender.Send(ports.Outbox);
        ports.Outbox.Clear();
    }
}
