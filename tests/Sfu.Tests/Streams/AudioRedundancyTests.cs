using Rtp.Codecs;
using Sfu.Memory;
using Sfu.Streams;
using Sfu.Streams.Incoming;
using Sfu.Streams.Outgoing;

namespace Sfu.Tests.Streams;

public sealed class AudioRedundancyTests : IDisposable
{
    private const byte Opus = 111;
    private const int TicksPerPacket = 960;
    private static readonly MediaTime Start = new(MediaTime.Seconds(10));
    private readonly SlabPool _pool = new(1024 * 1024);
    private readonly PacketCache _cache;
    private readonly AudioRedundancy _redundancy = new();

    public AudioRedundancyTests()
    {
        _cache = new PacketCache(_pool, 16, MediaTime.Milliseconds(350));
        for (int sequence = 1; sequence <= 12; sequence++)
        {
            Add(sequence);
        }
    }

    [Fact]
    public void Without_losses_a_packet_goes_out_as_it_is() => Assert.Empty(Blocks(12));

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(9, 1)]
    [InlineData(10, 2)]
    [InlineData(255, 2)]
    public void Reported_losses_decide_how_many_earlier_payloads_go_along(byte fractionLost, int distance)
    {
        _redundancy.NoteLoss(fractionLost, Start);
        Assert.Equal([.. Enumerable.Range(12 - distance, distance), .. distance > 0 ? [12] : Array.Empty<int>()], Blocks(12));
    }

    [Fact]
    public void What_the_receiver_asks_for_goes_along_once_and_in_order()
    {
        _redundancy.Ask(6, Start);
        _redundancy.Ask(4, Start);
        _redundancy.Ask(6, Start);
        Assert.Equal([4, 6, 11, 12], Blocks(12));
        Assert.Equal([11, 12], Blocks(12));
    }

    [Fact]
    public void More_requests_than_there_is_room_for_are_dropped()
    {
        for (int sequence = 1; sequence < 11; sequence++)
        {
            _redundancy.Ask(sequence, Start);
        }

        Assert.Equal([1, 2, 3, 11, 12], Blocks(12));
    }

    [Fact]
    public void Nothing_from_before_the_start_goes_along()
    {
        _redundancy.NoteLoss(255, Start);
        _redundancy.Start(11);
        _redundancy.Ask(5, Start);
        Assert.Equal([11, 12], Blocks(12));
        _redundancy.Start(12);
        Assert.Empty(Blocks(12));
    }

    [Fact]
    public void A_payload_that_the_timestamp_offset_cannot_reach_does_not_go_along()
    {
        _redundancy.NoteLoss(3, Start);
        _redundancy.Ask(1, Start);
        Add(30, payload: 30);
        _redundancy.Ask(12, Start);
        Assert.Empty(Blocks(30));
    }

    [Fact]
    public void Payloads_too_long_for_one_packet_stay_out()
    {
        Add(13, length: 900);
        Add(14, length: 900);
        _redundancy.NoteLoss(255, Start);
        Assert.Equal([12, 14], Blocks(14));
    }

    [Fact]
    public void Redundancy_fades_step_by_step_when_losses_end()
    {
        _redundancy.NoteLoss(50, Start);
        Assert.Equal(2, _redundancy.Distance);
        _redundancy.NoteLoss(0, Start + MediaTime.Seconds(4));
        Assert.Equal(2, _redundancy.Distance);
        _redundancy.NoteLoss(0, Start + MediaTime.Seconds(6));
        Assert.Equal(1, _redundancy.Distance);
        _redundancy.NoteLoss(0, Start + MediaTime.Seconds(7));
        Assert.Equal(1, _redundancy.Distance);
        _redundancy.NoteLoss(0, Start + MediaTime.Seconds(12));
        Assert.Equal(0, _redundancy.Distance);
    }

    public void Dispose()
    {
        _cache.Dispose();
        _pool.Dispose();
    }

    private void Add(int sequence, int length = 40, byte? payload = null)
    {
        Slab slab = _pool.Rent();
        _pool.Span(slab)[..length].Fill(payload ?? (byte)sequence);
        Assert.True(_cache.TryAdd(new MediaPacket
        {
            Sequence = sequence,
            Arrival = Start,
            Timestamp = (uint)(sequence * TicksPerPacket),
            Slab = slab,
            PayloadLength = (ushort)length,
            PayloadType = Opus,
        }));
    }

    // The numbers of the packets whose payloads are in what goes out for one; each payload is filled with its packet's number.
    private int[] Blocks(int sequence)
    {
        byte[] payload = new byte[AudioRedundancy.MaximumLength];
        int length = _redundancy.Write(_cache.Find(sequence), _cache, _pool, 109, payload);
        if (length == 0)
        {
            return [];
        }

        Assert.True(RedReader.TryParse(payload.AsSpan(0, length), out RedReader reader));
        List<int> blocks = [];
        foreach (RedBlock block in reader)
        {
            Assert.Equal(109, block.PayloadType);
            Assert.Equal((sequence - block.Data[0]) * TicksPerPacket, block.TimestampOffset);
            blocks.Add(block.Data[0]);
        }

        return [.. blocks];
    }
}
