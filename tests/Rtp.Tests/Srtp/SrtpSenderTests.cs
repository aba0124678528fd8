using System.Buffers.Binary;
using Rtp.Srtp;
using Rtp.Srtp.Crypto;
using static Rtp.Tests.Srtp.SrtpTestData;

namespace Rtp.Tests.Srtp;

public sealed class SrtpSenderTests
{
    public static TheoryData<SrtpProfile> AllProfiles => [.. Profiles];

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void Every_payload_length_arrives(SrtpProfile profile)
    {
        using SrtpSender sender = Sender(profile);
        using SrtpReceiver receiver = Receiver(profile);
        SrtpSenderStream stream = Stream(sender);
        for (int length = 0; length <= 1500; length++)
        {
            byte[] plain = RtpPacket((ushort)length, length);
            byte[] packet = Protect(stream, profile, plain);
            Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtp(packet, 12, out int plainLength));
            Assert.Equal(plain, packet[..plainLength]);
        }
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void A_payload_that_lies_in_the_destination_already_is_enciphered_in_place(SrtpProfile profile)
    {
        using SrtpSender sender = Sender(profile);
        byte[] plain = RtpPacket(9, 1000);
        byte[] packet = [.. plain, .. new byte[profile.TagLength]];
        Assert.Equal(SrtpStatus.Ok, Stream(sender).Protect(packet, 12, packet.AsSpan(12, 1000), out _));
        Assert.Equal(ProtectOnce(profile, plain), packet);
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void The_shared_payload_is_left_as_it_is(SrtpProfile profile)
    {
        using SrtpSender sender = Sender(profile);
        byte[] plain = RtpPacket(9, 1000);
        byte[] before = [.. plain];
        Protect(Stream(sender), profile, plain);
        Assert.Equal(before, plain);
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void The_rollover_counter_is_kept_across_reordering_around_a_rollover(SrtpProfile profile)
    {
        using SrtpSender sender = Sender(profile);
        SrtpSenderStream stream = Stream(sender);
        foreach (ulong index in (ulong[])[65_000, 65_534, 65_537, 65_535, 65_536, 90_000, 120_000, 131_073, 131_000])
        {
            Assert.Equal(ProtectAt(profile, index), Protect(stream, profile, RtpPacket((ushort)index)));
        }
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void An_index_is_never_used_twice(SrtpProfile profile)
    {
        using SrtpSender sender = Sender(profile);
        SrtpSenderStream stream = Stream(sender);
        byte[] packet = new byte[200];
        Assert.Equal(SrtpStatus.Ok, Send(stream, packet, 10_000));
        Assert.Equal(SrtpStatus.Replayed, Send(stream, packet, 10_000));
        Assert.Equal(SrtpStatus.Ok, Send(stream, packet, 9_000));
        Assert.Equal(SrtpStatus.Replayed, Send(stream, packet, 9_000));
        Assert.Equal(SrtpStatus.TooOld, Send(stream, packet, 5_000));
        Assert.Equal(SrtpStatus.TooOld, Send(stream, packet, 50_000));
        Assert.Equal(SrtpStatus.Ok, Send(stream, packet, 10_001));
        Assert.Same(stream, Stream(sender));
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void After_the_last_index_the_key_is_exhausted(SrtpProfile profile)
    {
        using SrtpSender sender = Sender(profile);
        ReplayWindow sent = new(SrtpSource.RtpWindowSize);
        sent.Commit((1UL << 48) - 2);
        SrtpSenderStream stream = new(sender, Ssrc, sent);
        byte[] packet = new byte[200];
        Assert.Equal(SrtpStatus.Ok, Send(stream, packet, 65_535));
        Assert.Equal(SrtpStatus.KeyExhausted, Send(stream, packet, 0));
        Assert.Equal(SrtpStatus.Ok, Send(stream, packet, 65_500));
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void After_2_to_the_31_rtcp_packets_the_key_is_exhausted(SrtpProfile profile)
    {
        using SrtpSender sender = Sender(profile);
        using SrtpReceiver receiver = Receiver(profile);
        sender.NextRtcpIndex = int.MaxValue;
        byte[] packet = [.. RtcpPacket(3, 1), .. new byte[20]];
        Assert.Equal(SrtpStatus.Ok, sender.ProtectRtcp(packet, 20, out int length));
        Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtcp(packet.AsSpan(0, length), out _));
        Assert.Equal(SrtpStatus.KeyExhausted, sender.ProtectRtcp(packet, 20, out length));
        Assert.Equal(0, length);
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void Rtcp_packets_of_every_length_arrive_with_consecutive_indices(SrtpProfile profile)
    {
        using SrtpSender sender = Sender(profile);
        using SrtpReceiver receiver = Receiver(profile);
        for (int words = 0; words < 300; words++)
        {
            byte[] plain = RtcpPacket(words, words);
            byte[] packet = [.. plain, .. new byte[profile.RtcpOverhead]];
            Assert.Equal(SrtpStatus.Ok, sender.ProtectRtcp(packet, plain.Length, out int length));
            Index position = profile == SrtpProfile.AesCm128HmacSha1Tag80 ? ^14 : ^4;
            Assert.Equal(0x80000000 | (uint)words, BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(position..)));
            Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtcp(packet.AsSpan(0, length), out int plainLength));
            Assert.Equal(plain, packet[..plainLength]);
        }
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void Lengths_that_cannot_be_have_a_status_and_use_no_index(SrtpProfile profile)
    {
        using SrtpSender sender = Sender(profile);
        SrtpSenderStream stream = Stream(sender);
        byte[] plain = RtpPacket(1, 100);
        byte[] room = [.. plain, .. new byte[profile.TagLength]];
        Assert.Equal(SrtpStatus.Malformed, stream.Protect(room, 11, plain.AsSpan(12), out _));
        Assert.Equal(SrtpStatus.Malformed, stream.Protect(room, -5, plain.AsSpan(12), out _));
        Assert.Equal(SrtpStatus.Malformed, stream.Protect(room, int.MaxValue, plain.AsSpan(12), out _));
        Assert.Equal(SrtpStatus.Malformed, stream.Protect(new byte[70_000], 12, new byte[65_536 - 12 - profile.TagLength], out _));
        Assert.Equal(SrtpStatus.BufferTooSmall, stream.Protect(room.AsSpan(..^1), 12, plain.AsSpan(12), out int length));
        Assert.Equal(0, length);
        Assert.Equal(SrtpStatus.BufferTooSmall, stream.Protect([], 12, [], out _));
        Assert.Equal(SrtpStatus.Ok, stream.Protect(room, 12, plain.AsSpan(12), out _));

        Assert.Equal(SrtpStatus.Malformed, sender.ProtectRtcp(new byte[100], 7, out _));
        Assert.Equal(SrtpStatus.Malformed, sender.ProtectRtcp(new byte[100], -1, out _));
        Assert.Equal(SrtpStatus.Malformed, sender.ProtectRtcp(new byte[100], int.MaxValue, out _));
        Assert.Equal(SrtpStatus.BufferTooSmall, sender.ProtectRtcp(new byte[20 + profile.RtcpOverhead - 1], 20, out _));
        Assert.Equal(0u, sender.NextRtcpIndex);
    }

    [Fact]
    public void A_packet_of_another_ssrc_is_refused()
    {
        using SrtpSender sender = Sender(SrtpProfile.AeadAes128Gcm);
        byte[] packet = RtpPacket(1, 100, ssrc: 5);
        Assert.Equal(SrtpStatus.Malformed, Stream(sender, 6).Protect(packet, 12, packet.AsSpan(12, 50), out _));
    }

    [Fact]
    public void Streams_beyond_the_limit_are_refused()
    {
        using SrtpSender sender = new(SrtpProfile.AeadAes128Gcm, new byte[16], new byte[12], maximumStreams: 2);
        Assert.True(sender.TryGetOrAdd(1, out SrtpSenderStream? first));
        Assert.True(sender.TryGetOrAdd(2, out _));
        Assert.False(sender.TryGetOrAdd(3, out SrtpSenderStream? third));
        Assert.Null(third);
        Assert.True(sender.TryGetOrAdd(1, out SrtpSenderStream? again));
        Assert.Same(first, again);
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void Neither_sender_nor_streams_can_be_used_once_disposed(SrtpProfile profile)
    {
        SrtpSender sender = Sender(profile);
        SrtpSenderStream stream = Stream(sender);
        sender.Dispose();
        sender.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stream.Protect(RtpPacket(1), 12, new byte[10], out _));
        Assert.Throws<ObjectDisposedException>(() => sender.ProtectRtcp(new byte[100], 20, out _));
        Assert.Throws<ObjectDisposedException>(() => sender.TryGetOrAdd(1, out _));
    }

    [Fact]
    public unsafe void Keys_are_wiped_when_disposed()
    {
        KeyMemory memory = new(500);
        Span<byte> bytes = new(memory.Pointer, 500);
        Assert.Equal(0, (long)memory.Pointer % 64);
        bytes.Fill(0xaa);
        memory.Dispose();
        Assert.Equal(-1, bytes.IndexOfAnyExcept((byte)0));
        GC.KeepAlive(memory);
    }

    private static SrtpStatus Send(SrtpSenderStream stream, byte[] packet, ushort sequenceNumber)
    {
        RtpPacket(sequenceNumber).AsSpan(0, 12).CopyTo(packet);
        return stream.Protect(packet, 12, new byte[100], out _);
    }

    private static byte[] ProtectOnce(SrtpProfile profile, byte[] plain)
    {
        using SrtpSender sender = Sender(profile);
        return Protect(Stream(sender), profile, plain);
    }
}
