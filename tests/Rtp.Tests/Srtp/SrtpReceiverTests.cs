using Rtp.Srtp;
using static Rtp.Tests.Srtp.SrtpTestData;

namespace Rtp.Tests.Srtp;

/// <summary>What a receiver accepts, and that nothing else leaves a trace.</summary>
public sealed class SrtpReceiverTests
{
    private const ulong Epoch = 1 << 16;

    public static TheoryData<SrtpProfile> AllProfiles => [.. Profiles];

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void A_packet_is_accepted_once(SrtpProfile profile)
    {
        using SrtpReceiver receiver = Receiver(profile);
        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, 7));
        Assert.Equal(SrtpStatus.Replayed, Receive(receiver, profile, 7));
        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, 6));
        Assert.Equal(SrtpStatus.Replayed, Receive(receiver, profile, 6));
        Assert.Equal(SrtpStatus.Replayed, Receive(receiver, profile, 7));
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void A_packet_1024_behind_is_accepted_once_and_one_beyond_the_window_never(SrtpProfile profile)
    {
        using SrtpReceiver receiver = Receiver(profile);
        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, 5000));
        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, 5000 - 1024));
        Assert.Equal(SrtpStatus.Replayed, Receive(receiver, profile, 5000 - 1024));

        ulong edge = 5000 - (ulong)new ReplayWindow(SrtpSource.RtpWindowSize).Size;
        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, edge + 1));
        Assert.Equal(SrtpStatus.TooOld, Receive(receiver, profile, edge));
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void The_rollover_counter_follows_three_times_around(SrtpProfile profile)
    {
        using SrtpReceiver receiver = Receiver(profile);
        for (ulong index = 60_000; index < 4 * Epoch; index += 1009)
        {
            Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, index));
        }
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void Packets_reordered_around_a_rollover_are_all_accepted(SrtpProfile profile)
    {
        using SrtpReceiver receiver = Receiver(profile);
        foreach (ulong index in (ulong[])[65530, Epoch + 2, 65535, Epoch, 65531, Epoch + 1, Epoch + 500, 65500])
        {
            Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, index));
        }

        Assert.Equal(SrtpStatus.Replayed, Receive(receiver, profile, 65535));
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void A_stream_may_begin_with_65535(SrtpProfile profile)
    {
        using SrtpReceiver receiver = Receiver(profile);
        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, 65535));
        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, Epoch));
        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, 65534));
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void A_stream_whose_packets_before_the_first_rollover_were_lost_is_accepted(SrtpProfile profile)
    {
        using SrtpReceiver receiver = Receiver(profile);
        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, Epoch + 3));
        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, 65535));
        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, Epoch + 4));
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void A_loss_of_more_than_32768_packets_is_survived(SrtpProfile profile)
    {
        foreach (ulong gap in (ulong[])[32_767, 32_768, 32_769, 40_000, 60_000, 65_535, 65_536, 65_537, 90_000, 98_303])
        {
            foreach (ulong first in (ulong[])[10, 40_000, Epoch + 10, Epoch + 40_000])
            {
                using SrtpReceiver receiver = Receiver(profile);
                if (first > Epoch)
                {
                    Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, first - 20_000));
                }

                Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, first));

                // A sequence number that is in the window already means the old packet, not one a whole epoch later.
                SrtpStatus expected = gap == Epoch ? SrtpStatus.Replayed : SrtpStatus.Ok;
                Assert.Equal(expected, Receive(receiver, profile, first + gap));
                Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, first + gap + 1));
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void A_failed_attempt_at_the_next_epoch_commits_nothing(SrtpProfile profile)
    {
        using SrtpReceiver receiver = Receiver(profile);
        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, 65_000));

        byte[] forged = ProtectAt(profile, Epoch + 5);
        forged[20] ^= 1;
        byte[] before = [.. forged];
        Assert.Equal(SrtpStatus.AuthenticationFailed, receiver.UnprotectRtp(forged, 12, out int length));
        Assert.Equal(0, length);
        Assert.Equal(before, forged);

        // From two epochs ahead: neither estimate is right.
        Assert.Equal(SrtpStatus.AuthenticationFailed, Receive(receiver, profile, (3 * Epoch) + 5));

        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, 65_001));
        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, Epoch + 5));
        Assert.Equal(SrtpStatus.Replayed, Receive(receiver, profile, 65_000));
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void A_forged_packet_leaves_no_trace_and_the_true_one_is_accepted_afterwards(SrtpProfile profile)
    {
        using SrtpReceiver receiver = Receiver(profile);
        byte[] packet = ProtectAt(profile, 100);
        for (int i = 0; i < packet.Length; i++)
        {
            byte[] forged = [.. packet];
            forged[i] ^= 0x40;
            byte[] before = [.. forged];
            Assert.Equal(SrtpStatus.AuthenticationFailed, receiver.UnprotectRtp(forged, 12, out _));
            Assert.Equal(before, forged);
            Assert.Equal(0, receiver.SourceCount);
        }

        Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtp(packet, 12, out int length));
        Assert.Equal(RtpPacket(100), packet[..length]);
        Assert.Equal(1, receiver.SourceCount);
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void A_forged_rtcp_packet_leaves_no_trace_and_the_true_one_is_accepted_afterwards(SrtpProfile profile)
    {
        using SrtpSender sender = Sender(profile);
        using SrtpReceiver receiver = Receiver(profile);
        byte[] plain = RtcpPacket(6, 1);
        byte[] packet = ProtectRtcp(sender, profile, plain);
        for (int i = 0; i < packet.Length; i++)
        {
            byte[] forged = [.. packet];
            forged[i] ^= 0x80;
            byte[] before = [.. forged];
            Assert.Equal(SrtpStatus.AuthenticationFailed, receiver.UnprotectRtcp(forged, out _));
            Assert.Equal(before, forged);
            Assert.Equal(0, receiver.SourceCount);
        }

        Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtcp(packet, out int length));
        Assert.Equal(plain, packet[..length]);
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void An_rtcp_packet_is_accepted_once_and_within_128(SrtpProfile profile)
    {
        using SrtpSender sender = Sender(profile);
        using SrtpReceiver receiver = Receiver(profile);
        int window = new ReplayWindow(SrtpSource.RtcpWindowSize).Size;
        byte[][] packets = [.. Enumerable.Range(0, window + 1).Select(i => ProtectRtcp(sender, profile, RtcpPacket(3, i)))];

        Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtcp([.. packets[window]], out _));
        Assert.Equal(SrtpStatus.Replayed, receiver.UnprotectRtcp([.. packets[window]], out _));
        Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtcp([.. packets[window - 128]], out _));
        Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtcp([.. packets[1]], out _));
        Assert.Equal(SrtpStatus.Replayed, receiver.UnprotectRtcp([.. packets[1]], out _));
        Assert.Equal(SrtpStatus.TooOld, receiver.UnprotectRtcp([.. packets[0]], out _));
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void Sources_beyond_the_limit_are_refused_and_the_known_ones_go_on(SrtpProfile profile)
    {
        using SrtpSender sender = Sender(profile);
        using SrtpReceiver receiver = new(profile, Key(profile), Salt(profile), maximumSources: 2);
        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, 1, ssrc: 1));
        Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtcp(ProtectRtcp(sender, profile, RtcpPacket(1, 1, ssrc: 2)), out _));
        Assert.Equal(SrtpStatus.TooManySources, Receive(receiver, profile, 1, ssrc: 3));
        Assert.Equal(
            SrtpStatus.TooManySources, receiver.UnprotectRtcp(ProtectRtcp(sender, profile, RtcpPacket(1, 1, ssrc: 4)), out _));
        Assert.Equal(2, receiver.SourceCount);
        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, 2, ssrc: 1));
        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, 1, ssrc: 2));
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void Sources_have_indices_of_their_own(SrtpProfile profile)
    {
        using SrtpReceiver receiver = Receiver(profile);
        for (uint ssrc = 0; ssrc < 10; ssrc++)
        {
            Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, 40_000 * (ulong)ssrc % Epoch, ssrc));
        }

        Assert.Equal(10, receiver.SourceCount);
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void Header_extension_and_contributing_sources_stay_readable_and_are_authenticated(SrtpProfile profile)
    {
        const int HeaderLength = 12 + 8 + 12;
        using SrtpSender sender = Sender(profile);
        using SrtpReceiver receiver = Receiver(profile);
        byte[] plain = RtpPacket(1, 100);
        plain[0] = 0x92;
        byte[] packet = new byte[plain.Length + profile.TagLength];
        plain.AsSpan(0, HeaderLength).CopyTo(packet);
        Assert.Equal(SrtpStatus.Ok, Stream(sender).Protect(packet, HeaderLength, plain.AsSpan(HeaderLength), out _));
        Assert.Equal(plain[..HeaderLength], packet[..HeaderLength]);
        Assert.NotEqual(plain[HeaderLength..], packet[HeaderLength..plain.Length]);

        packet[HeaderLength - 1] ^= 1;
        Assert.Equal(SrtpStatus.AuthenticationFailed, receiver.UnprotectRtp(packet, HeaderLength, out _));
        packet[HeaderLength - 1] ^= 1;
        Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtp(packet, HeaderLength, out int length));
        Assert.Equal(plain, packet[..length]);
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void Lengths_that_cannot_be_are_malformed(SrtpProfile profile)
    {
        using SrtpReceiver receiver = Receiver(profile);
        int tag = profile.TagLength;
        Assert.Equal(SrtpStatus.Malformed, receiver.UnprotectRtp([], 12, out _));
        Assert.Equal(SrtpStatus.Malformed, receiver.UnprotectRtp(new byte[12 + tag - 1], 12, out _));
        Assert.Equal(SrtpStatus.AuthenticationFailed, receiver.UnprotectRtp(new byte[12 + tag], 12, out _));
        Assert.Equal(SrtpStatus.Malformed, receiver.UnprotectRtp(new byte[100], 100 - tag + 1, out _));
        Assert.Equal(SrtpStatus.AuthenticationFailed, receiver.UnprotectRtp(new byte[100], 100 - tag, out _));
        Assert.Equal(SrtpStatus.Malformed, receiver.UnprotectRtp(new byte[100], 11, out _));
        Assert.Equal(SrtpStatus.Malformed, receiver.UnprotectRtp(new byte[100], -1, out _));
        Assert.Equal(SrtpStatus.Malformed, receiver.UnprotectRtp(new byte[100], int.MaxValue, out _));
        Assert.Equal(SrtpStatus.Malformed, receiver.UnprotectRtp(new byte[65_536], 12, out _));
        Assert.Equal(SrtpStatus.AuthenticationFailed, receiver.UnprotectRtp(new byte[65_535], 12, out _));

        Assert.Equal(SrtpStatus.Malformed, receiver.UnprotectRtcp([], out _));
        Assert.Equal(SrtpStatus.Malformed, receiver.UnprotectRtcp(new byte[8 + profile.RtcpOverhead - 1], out _));
        Assert.Equal(SrtpStatus.AuthenticationFailed, receiver.UnprotectRtcp(new byte[8 + profile.RtcpOverhead], out _));
        Assert.Equal(SrtpStatus.Malformed, receiver.UnprotectRtcp(new byte[65_536], out _));
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void After_the_last_index_the_key_is_exhausted(SrtpProfile profile)
    {
        using SrtpReceiver receiver = Receiver(profile);
        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, 65_000));
        receiver.Find(Ssrc)!.Rtp.Commit((1UL << 48) - 10);
        Assert.Equal(SrtpStatus.Ok, Receive(receiver, profile, (1UL << 48) - 1));
        Assert.Equal(SrtpStatus.KeyExhausted, Receive(receiver, profile, 3));
        Assert.Equal(SrtpStatus.AuthenticationFailed, Receive(receiver, profile, 65_532));
    }

    [Fact]
    public void It_takes_only_keys_and_salts_of_the_profiles_lengths()
    {
        Assert.Throws<ArgumentException>(() => new SrtpReceiver(SrtpProfile.AeadAes128Gcm, new byte[32], new byte[12]));
        Assert.Throws<ArgumentException>(() => new SrtpReceiver(SrtpProfile.AeadAes256Gcm, new byte[32], new byte[14]));
        Assert.Throws<ArgumentException>(() => new SrtpSender(SrtpProfile.AesCm128HmacSha1Tag80, new byte[16], new byte[12]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SrtpReceiver((SrtpProfile)2, new byte[16], new byte[14]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SrtpReceiver(SrtpProfile.AeadAes128Gcm, new byte[16], new byte[12], 0));
    }

    [Theory]
    [MemberData(nameof(AllProfiles))]
    public void It_cannot_be_used_once_disposed(SrtpProfile profile)
    {
        SrtpReceiver receiver = Receiver(profile);
        receiver.Dispose();
        receiver.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Receive(receiver, profile, 1));
        Assert.Throws<ObjectDisposedException>(() => receiver.UnprotectRtcp(new byte[100], out _));
    }

    private static SrtpStatus Receive(SrtpReceiver receiver, SrtpProfile profile, ulong index, uint ssrc = Ssrc)
    {
        byte[] packet = ProtectAt(profile, index, ssrc);
        SrtpStatus status = receiver.UnprotectRtp(packet, 12, out int length);
        if (status == SrtpStatus.Ok)
        {
            Assert.Equal(RtpPacket((ushort)index, ssrc: ssrc), packet[..length]);
        }
        else
        {
            Assert.Equal(0, length);
            Assert.Equal(ProtectAt(profile, index, ssrc), packet);
        }

        return status;
    }
}
