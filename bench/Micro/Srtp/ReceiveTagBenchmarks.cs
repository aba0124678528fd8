using BenchmarkDotNet.Attributes;
using Rtp;
using Rtp.Srtp;
using Rtp.Srtp.Crypto;

namespace Micro.Srtp;

/// <summary>
/// Unprotecting packets of AES-CM that came together, of one length and each from another peer, with the copy that gives them something to unprotect: their
/// tags one by one, and computed side by side before.
/// </summary>
[MemoryDiagnoser]
public class ReceiveTagBenchmarks
{
    private const SrtpProfile Profile = SrtpProfile.AesCm128HmacSha1Tag80;
    private const int HeaderLength = 20;
    private const int SlotLength = 2048;
    private const uint Ssrc = 0x12345678;

    private readonly SrtpExpectedTags _expected = new();
    private SrtpReceiver[] _receivers = [];
    private byte[] _received = [];
    private byte[] _slab = [];
    private int _length;

    [Params(100, 1200)]
    public int Payload { get; set; }

    [Params(2, 4, 5, 6, 8)]
    public int Packets { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _length = HeaderLength + Payload + Profile.TagLength;
        _received = new byte[Packets * SlotLength];
        _slab = GC.AllocateArray<byte>(Packets * SlotLength, pinned: true);
        _receivers = [.. Enumerable.Range(0, Packets).Select(Receiver)];
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public void OneByOne()
    {
        Arrive();
        _expected.Clear();
        Unprotect();
    }

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public unsafe void SideBySide()
    {
        Arrive();
        _expected.Clear();
        fixed (byte* slab = _slab)
        {
            for (int i = 0; i < Packets; i++)
            {
                _expected.Add(_receivers[i], slab + (i * SlotLength), _length);
            }
        }

        _expected.Complete();
        Unprotect();
    }

    private SrtpReceiver Receiver(int peer)
    {
        byte[] key = new byte[Profile.KeyLength];
        key[0] = (byte)peer;
        byte[] salt = new byte[Profile.SaltLength];
        using var transform = SrtpTransform.Create(Profile, key, salt, CryptoBackends.Default, rtcp: false);
        Span<byte> packet = _received.AsSpan(peer * SlotLength, _length);
        RtpHeader.Write(packet, payloadType: 96, marker: false, sequenceNumber: 1, timestamp: 0, Ssrc);
        transform.ProtectRtp(Ssrc, 1, packet, HeaderLength, new byte[Payload]);
        return new SrtpReceiver(Profile, key, salt);
    }

    private void Arrive()
    {
        for (int i = 0; i < Packets; i++)
        {
            _received.AsSpan(i * SlotLength, _length).CopyTo(_slab.AsSpan(i * SlotLength));
        }
    }

    // Past the replay windows, which take a packet once.
    private void Unprotect()
    {
        for (int i = 0; i < Packets; i++)
        {
            if (_receivers[i].Lanes!.UnprotectRtp(Ssrc, [1], _expected[i], _slab.AsSpan(i * SlotLength, _length), HeaderLength) != 0)
            {
                throw new InvalidOperationException("A packet was not authentic.");
            }
        }
    }
}
