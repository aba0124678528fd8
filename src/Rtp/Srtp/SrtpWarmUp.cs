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

    private static unsafe void Run(SrtpProfile profile)
    {
        byte[] key = new byte[profile.KeyLength];
        byte[] salt = new byte[profile.SaltLength];
        using SrtpSender sender = new(profile, key, salt);
        using SrtpReceiver receiver = new(profile, key, salt);
        byte[] payload = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];
        byte[] slab = new byte[Sha1EightLanes.LaneCount * SlotLength];
        int[] lengths = new int[Sha1EightLanes.LaneCount];
        SrtpTagBatch batch = new();
        SrtpExpectedTags expected = new();

        fixed (byte* start = slab)
        {
            for (int round = 0; round < Rounds; round++)
            {
                ReadOnlySpan<byte> text = payload.AsSpan(0, payload.Length - round);
                for (int lane = 0; lane < lengths.Length; lane++)
                {
                    Span<byte> slot = slab.AsSpan(lane * SlotLength, SlotLength);
                    WriteHeader(slot, (ushort)round, (uint)lane);
                    Require(sender.TryGetOrAdd((uint)lane, out SrtpSenderStream? stream));
                    Require(SrtpStatus.Ok == (round % 2 == 0
                        ? batch.Protect(stream!, start + (lane * SlotLength), SlotLength, HeaderLength, text, out lengths[lane])
                        : stream!.Protect(slot, HeaderLength, text, out lengths[lane])));
                }

                batch.Complete();
                expected.Clear();
                for (int lane = 0; lane < lengths.Length && round % 2 == 0; lane++)
                {
                    expected.Add(receiver, start + (lane * SlotLength), lengths[lane]);
                }

                expected.Complete();
                for (int lane = 0; lane < lengths.Length; lane++)
                {
                    Span<byte> packet = slab.AsSpan(lane * SlotLength, lengths[lane]);
                    Require(receiver.UnprotectRtp(packet, HeaderLength, expected[lane], out int plainLength) == SrtpStatus.Ok
                        && packet[HeaderLength..plainLength].SequenceEqual(text));
                }

                payload.AsSpan(0, ReportLength).CopyTo(slab);
                Require(sender.ProtectRtcp(slab, ReportLength, out int reportLength) == SrtpStatus.Ok
                    && receiver.UnprotectRtcp(slab.AsSpan(0, reportLength), out _) == SrtpStatus.Ok
                    && slab.AsSpan(0, ReportLength).SequenceEqual(payload.AsSpan(0, ReportLength)));
            }
        }
    }

    private static void WriteHeader(Span<byte> packet, ushort sequenceNumber, uint ssrc)
    {
        packet.Clear();
        RtpHeader.Write(packet, payloadType: 96, marker: false, sequenceNumber, timestamp: 0, ssrc);
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
