using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Rtp.Srtp;
using Rtp.Srtp.Crypto;

namespace Micro.Srtp;

/// <summary>
/// Protecting one RTP packet out of place and unprotecting one in place (with the copy that gives it something to unprotect), against
/// OpenSSL's EVP functions doing the same.
/// </summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class SrtpBenchmarks
{
    private const int HeaderLength = 20;
    private const int BatchLength = 8;
    private const int SlotLength = 2048;
    private const uint Ssrc = 0x12345678;

    private readonly byte[] _packet = new byte[1500];
    private readonly byte[] _received = new byte[1500];
    private readonly SrtpTagBatch _batch = new();
    private readonly SrtpSenderStream[] _peers = new SrtpSenderStream[BatchLength];
    private readonly byte[] _slab = GC.AllocateArray<byte>(BatchLength * SlotLength, pinned: true);
    private byte[] _payload = [];
    private SrtpSenderStream _stream = null!;
    private SrtpSenderStream _evpStream = null!;
    private SrtpTransform _transform = null!;
    private SrtpTransform _evpTransform = null!;
    private int _receivedLength;
    private ushort _sequenceNumber;

    [Params(SrtpProfile.AeadAes128Gcm, SrtpProfile.AeadAes256Gcm, SrtpProfile.AesCm128HmacSha1Tag80)]
    public SrtpProfile Profile { get; set; }

    [Params(100, 1200)]
    public int Payload { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _payload = new byte[Payload];
        _stream = Stream(CryptoBackends.Default);
        _evpStream = Stream(CryptoBackend.OpenSsl);
        _transform = Transform(CryptoBackends.Default);
        _evpTransform = Transform(CryptoBackend.OpenSsl);
        for (int i = 0; i < BatchLength; i++)
        {
            _peers[i] = Stream(CryptoBackends.Default);
        }

        _receivedLength = HeaderLength + Payload + Profile.TagLength;
        WriteHeader(_received);
        _transform.ProtectRtp(Ssrc, 0, _received.AsSpan(0, _receivedLength), HeaderLength, _payload);
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("Protect", Program.ZeroAllocation)]
    public SrtpStatus ProtectByEvp() => Protect(_evpStream);

    [Benchmark]
    [BenchmarkCategory("Protect", Program.ZeroAllocation)]
    public SrtpStatus Protect() => Protect(_stream);

    [Benchmark(OperationsPerInvoke = BatchLength)]
    [BenchmarkCategory("Protect", Program.ZeroAllocation)]
    public unsafe void ProtectForEightPeers()
    {
        _sequenceNumber++;
        fixed (byte* slab = _slab)
        {
            for (int i = 0; i < BatchLength; i++)
            {
                byte* slot = slab + (i * SlotLength);
                WriteHeader(new Span<byte>(slot, SlotLength));
                _batch.Protect(_peers[i], slot, SlotLength, HeaderLength, _payload, out _);
            }
        }

        _batch.Complete();
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("Unprotect", Program.ZeroAllocation)]
    public int UnprotectByEvp() => Unprotect(_evpTransform);

    [Benchmark]
    [BenchmarkCategory("Unprotect", Program.ZeroAllocation)]
    public int Unprotect() => Unprotect(_transform);

    private SrtpStatus Protect(SrtpSenderStream stream)
    {
        _sequenceNumber++;
        WriteHeader(_packet);
        return stream.Protect(_packet, HeaderLength, _payload, out _);
    }

    private int Unprotect(SrtpTransform transform)
    {
        Span<byte> packet = _packet.AsSpan(0, _receivedLength);
        _received.AsSpan(0, _receivedLength).CopyTo(packet);
        return transform.UnprotectRtp(Ssrc, [0], packet, HeaderLength);
    }

    private void WriteHeader(Span<byte> packet)
    {
        packet[0] = 0x90;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], _sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], Ssrc);
    }

    private SrtpSenderStream Stream(CryptoBackend backend)
    {
        SrtpSender sender = new(Profile, new byte[Profile.KeyLength], new byte[Profile.SaltLength], 1, backend);
        return sender.TryGetOrAdd(Ssrc, out SrtpSenderStream? stream) ? stream : throw new InvalidOperationException("No stream.");
    }

    private SrtpTransform Transform(CryptoBackend backend) =>
        SrtpTransform.Create(Profile, new byte[Profile.KeyLength], new byte[Profile.SaltLength], backend, rtcp: false);
}
