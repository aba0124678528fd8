using Rtp.Srtp.Crypto;

namespace Rtp.Srtp;

/// <summary>Compiles what a packet passes through before the first packet comes: some milliseconds, once in a process.</summary>
public static class SrtpWarmUp
{
    // More than the calls after which the runtime compiles a method again, optimised.
    private const int Rounds = 64;

    /// <summary>
    /// Runs every profile in both directions, with lengths that reach every part of the kernels. To be called before a port opens.
    /// </summary>
    public static void Run()
    {
        foreach (SrtpProfile profile in Enum.GetValues<SrtpProfile>())
        {
            Run(profile);
        }
    }

    private static void Run(SrtpProfile profile)
    {
        Span<byte> key = stackalloc byte[profile.KeyLength];
        Span<byte> salt = stackalloc byte[profile.SaltLength];
        using SrtpSender sender = new(profile, key, salt);
        using SrtpReceiver receiver = new(profile, key, salt);
        byte[] payload = new byte[300];
        byte[] slab = new byte[Sha1EightLanes.LaneCount * 512];
        SrtpBatchPacket[] batch = new SrtpBatchPacket[Sha1EightLanes.LaneCount];
        const int HeaderLength = RtpFixedHeader.Length + 8;

        for (int round = 0; round < Rounds; round++)
        {
            for (int lane = 0; lane < batch.Length; lane++)
            {
                Memory<byte> destination = slab.AsMemory(lane * 512, 512);
                destination.Span[..HeaderLength].Clear();
                destination.Span[3] = (byte)round;
                destination.Span[11] = (byte)lane;
                if (!sender.TryGetOrAdd((uint)lane, out SrtpSenderStream? stream))
                {
                    throw new InvalidOperationException("The warm-up's streams do not fit into a sender.");
                }

                batch[lane] = new SrtpBatchPacket
                {
                    Stream = stream,
                    Destination = destination,
                    HeaderLength = HeaderLength,
                    Payload = payload.AsMemory(0, payload.Length - round),
                };
            }

            SrtpBatch.Protect(batch);
            foreach (SrtpBatchPacket packet in batch)
            {
                receiver.UnprotectRtp(packet.Destination.Span[..packet.Length], HeaderLength, out _);
            }

            payload.AsSpan(0, 40).CopyTo(slab);
            sender.ProtectRtcp(slab, 40, out int length);
            receiver.UnprotectRtcp(slab.AsSpan(0, length), out _);
        }
    }
}
