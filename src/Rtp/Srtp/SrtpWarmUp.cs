using Rtp.Srtp.Crypto;

namespace Rtp.Srtp;

/// <summary>
/// Compiles what a packet passes through before the first packet comes, and checks on the way that what is sent can be received: some
/// tens of milliseconds, once in a process.
/// </summary>
public static class SrtpWarmUp
{
    // More than the thirty calls after which the runtime compiles a method again, optimised.
    private const int Rounds = 40;
    private const int HeaderLength = RtpHeader.FixedLength + 8;
    private const int ReportLength = 40;
    private const int SlotLength = 512;

    /// <summary>
    /// Runs every profile in both directions, with lengths that reach every part of the kernels. To be called before a port opens.
    /// </summary>
    /// <exception cref="PlatformNotSupportedException">There are neither AES instructions nor an OpenSSL library.</exception>
    /// <exception cref="InvalidOperationException">A packet did not come back as it was: this machine computes wrongly.</exception>
    public static void Run()
    {
        foreach (SrtpProfile profile in Enum.GetValues<SrtpProfile>())
        {
            Run(profile);
        }
    }

    private static void Run(SrtpProfile profile)
    {
        byte[] key = new byte[profile.KeyLength];
        byte[] salt = new byte[profile.SaltLength];
        using SrtpSender sender = new(profile, key, salt);
        using SrtpReceiver receiver = new(profile, key, salt);
        byte[] payload = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];
        byte[] slab = new byte[Sha1EightLanes.LaneCount * SlotLength];

        for (int round = 0; round < Rounds; round++)
        {
            ReadOnlyMemory<byte> text = payload.AsMemory(0, payload.Length - round);
            SrtpBatchPacket[] batch = MakeBatch(sender, slab, text, round);
            if (round % 2 == 0)
            {
                SrtpBatch.Protect(batch);
            }

            foreach (SrtpBatchPacket packet in batch)
            {
                Span<byte> slot = packet.Destination.Span;
                int length = packet.Length;
                bool sent = round % 2 == 0
                    ? packet.Status == SrtpStatus.Ok
                    : packet.Stream.Protect(slot, HeaderLength, text.Span, out length) == SrtpStatus.Ok;
                Require(sent && receiver.UnprotectRtp(slot[..length], HeaderLength, out int plainLength) == SrtpStatus.Ok
                    && slot[HeaderLength..plainLength].SequenceEqual(text.Span));
            }

            payload.AsSpan(0, ReportLength).CopyTo(slab);
            Require(sender.ProtectRtcp(slab, ReportLength, out int reportLength) == SrtpStatus.Ok
                && receiver.UnprotectRtcp(slab.AsSpan(0, reportLength), out _) == SrtpStatus.Ok
                && slab.AsSpan(0, ReportLength).SequenceEqual(payload.AsSpan(0, ReportLength)));
        }
    }

    private static SrtpBatchPacket[] MakeBatch(SrtpSender sender, byte[] slab, ReadOnlyMemory<byte> payload, int round)
    {
        SrtpBatchPacket[] batch = new SrtpBatchPacket[Sha1EightLanes.LaneCount];
        for (int lane = 0; lane < batch.Length; lane++)
        {
            Memory<byte> slot = slab.AsMemory(lane * SlotLength, SlotLength);
            slot.Span.Clear();
            RtpHeader.Write(slot.Span, payloadType: 96, marker: false, (ushort)round, timestamp: 0, (uint)lane);
            Require(sender.TryGetOrAdd((uint)lane, out SrtpSenderStream? stream));
            batch[lane] = new SrtpBatchPacket { Stream = stream!, Destination = slot, HeaderLength = HeaderLength, Payload = payload };
        }

        return batch;
    }

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException(
                "SRTP's self-test failed: this machine computes wrongly. "
                + $"Set the AppContext switch {CryptoBackends.DisableIntrinsicsSwitch} to true, and report the processor.");
        }
    }
}
