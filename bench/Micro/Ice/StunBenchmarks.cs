using BenchmarkDotNet.Attributes;
using Sfu;
using Sfu.Ice;
using Sfu.Net;

namespace Micro.Ice;

/// <summary>A connectivity check: read alone, and read, verified and answered.</summary>
[MemoryDiagnoser]
public class StunBenchmarks
{
    private readonly IceCredentials _server = Credentials("serverse", "0123456789abcdef01234567");
    private readonly IceCredentials _client = Credentials("clientcl", "abcdef0123456789abcdef01");
    private readonly byte[] _check = new byte[200];
    private readonly byte[] _response = new byte[IceLiteAgent.MaximumResponseLength];
    private readonly TransportAddress _source = TransportAddress.FromIPv4(0x0A00_0001, 5000);
    private IceLiteAgent _agent = null!;
    private int _length;
    private MediaTime _now = new(MediaTime.Seconds(10));

    [GlobalSetup]
    public void Setup()
    {
        _agent = new IceLiteAgent(_server);
        var writer = new StunWriter(_check, StunClass.Request, new byte[12]);
        writer.WriteUsername(_server.Ufrag, _client.Ufrag);
        writer.WritePriority(1);
        writer.WriteControlling(1);
        writer.WriteUseCandidate();
        writer.WriteIntegrity(_server.PasswordBytes);
        writer.WriteFingerprint();
        _length = writer.Written.Length;
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public bool Parse() => StunMessage.TryParse(_check.AsSpan(0, _length), out _);

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public int ParseVerifyAnswer()
    {
        _now += 1000;
        if (!StunMessage.TryParse(_check.AsSpan(0, _length), out StunMessage message))
        {
            return 0;
        }

        _agent.Handle(message, _source, _now, _response, out int length);
        return length;
    }

    private static IceCredentials Credentials(string ufrag, string password) =>
        IceCredentials.TryParse(ufrag, password, out IceCredentials? credentials) == IceCredentialsError.None
            ? credentials!
            : throw new InvalidOperationException("The credentials are well-formed.");
}
