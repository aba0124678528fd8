using Rtp;
using Rtp.Codecs;
using Sfu.Memory;
using Sfu.Sdp;
using Sfu.Streams;
using Sfu.Streams.Incoming;

namespace Sfu.Tests.Streams;

/// <summary>What comes in with redundancy (RFC 2198) fills the gaps of what the network lost.</summary>
public sealed class RedundantAudioTests : IDisposable
{
    private const byte Opus = 111;
    private const byte Red = 63;
    private const uint Ssrc = 7;
    private static readonly MediaTime Start = new(MediaTime.Seconds(10));
    private readonly SlabPool _pool = new(1024 * 1024);
    private readonly MediaReceiver _receiver;

    public RedundantAudioTests()
    {
        var types = new PayloadTypeMap();
        PayloadType.Register(new NegotiatedCodec(Opus, "opus", 48_000, 2, "", "opus", RtcpFeedback.None, null, Red), MediaKind.Audio, types);
        var publication = new Publication("0", MediaKind.Audio, [], new SenderClock(), types, new ForwardQueue(new Outbox(_pool)), () => { });
        _receiver = new MediaReceiver([publication], new ExtensionMap(), types, _pool, new PacketCaches(_pool));
    }

    private PacketCache Cache => _receiver.Find(Ssrc)!.Cache!;

    [Fact]
    public void A_packet_with_redundancy_is_kept_without_it()
    {
        Receive(1, primary: 1);
        Receive(2, primary: 2, redundant: [1]);
        AssertHeld(1, 2);
        Assert.Equal(2, _pool.Rented);
    }

    [Fact]
    public void Lost_packets_come_back_from_the_redundancy_of_the_next_one()
    {
        Receive(1, primary: 1);
        Receive(4, primary: 4, redundant: [2, 3]);
        AssertHeld(1, 2, 3, 4);
        Assert.Equal(2 * 960u, Cache.Find(2).Timestamp);
        Assert.Equal(Opus, Cache.Find(2).PayloadType);
    }

    [Fact]
    public void A_recovered_packet_still_counts_as_lost_and_its_late_original_is_a_duplicate()
    {
        Receive(1, primary: 1);
        Receive(3, primary: 3, redundant: [2]);
        Assert.Equal(1, _receiver.Find(Ssrc)!.Lost);
        Receive(2, primary: 2);
        AssertHeld(1, 2, 3);
        Assert.Equal(3, _pool.Rented);
    }

    [Fact]
    public void The_first_packet_brings_nothing_from_before_it()
    {
        Receive(10, primary: 10, redundant: [8, 9]);
        AssertHeld(10);
        Assert.Equal(1, _pool.Rented);
    }

    [Fact]
    public void Packets_with_and_without_redundancy_mix()
    {
        ReceivePlain(1, 1);
        Receive(3, primary: 3, redundant: [2]);
        ReceivePlain(4, 4);
        AssertHeld(1, 2, 3, 4);
    }

    [Theory]
    [InlineData("")]
    [InlineData("EF")]
    [InlineData("EF03C0")]
    [InlineData("EF03C0FF6F01")]
    [InlineData("EE03C0016E0102")]
    public void What_is_no_redundancy_of_the_codec_is_dropped(string payload)
    {
        Receive(1, primary: 1);
        long unknown = _receiver.Unknown;
        ReceivePayload(2, Red, Convert.FromHexString(payload));
        Assert.Equal(unknown + 1, _receiver.Unknown);
        Assert.Equal(1, _pool.Rented);
    }

    public void Dispose()
    {
        _receiver.Dispose();
        Assert.Equal(0, _pool.Rented);
        _pool.Dispose();
    }

    private void Receive(ushort sequence, byte primary, params byte[] redundant)
    {
        byte[] payload = new byte[500];
        var writer = new RedWriter(payload, redundant.Length);
        for (int i = 0; i < redundant.Length; i++)
        {
            Assert.True(writer.TryAdd(Opus, (uint)(redundant.Length - i) * 960, Block(redundant[i])));
        }

        Assert.True(writer.TryFinish(Opus, Block(primary), out int length));
        ReceivePayload(sequence, Red, payload.AsSpan(0, length));
    }

    private void ReceivePlain(ushort sequence, byte payload) => ReceivePayload(sequence, Opus, Block(payload));

    private void ReceivePayload(ushort sequence, byte payloadType, ReadOnlySpan<byte> payload)
    {
        Slab slab = _pool.Rent();
        Span<byte> packet = _pool.Span(slab);
        int length = RtpHeader.Write(packet, payloadType, false, sequence, sequence * 960u, Ssrc);
        payload.CopyTo(packet[length..]);
        Assert.True(RtpHeader.TryParse(packet[..(length + payload.Length)], out RtpHeader header));
        if (!_receiver.Receive(header, slab, Start))
        {
            _pool.Return(slab);
        }
    }

    private void AssertHeld(params long[] sequences)
    {
        foreach (long sequence in sequences)
        {
            MediaPacket packet = Cache.Find(sequence);
            Assert.Equal(Block((byte)sequence), _pool.Span(packet.Slab).Slice(packet.PayloadOffset, packet.PayloadLength).ToArray());
        }

        Assert.Equal(sequences.Length, _pool.Rented);
    }

    private static byte[] Block(byte value) => [.. Enumerable.Repeat(value, 30)];
}
