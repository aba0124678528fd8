using System.Buffers.Binary;
using Rtp.Srtp;
using Rtp.Srtp.Crypto;
using static Rtp.Tests.Srtp.SrtpTestData;

namespace Rtp.Tests.Srtp;

/// <summary>Not a byte is allocated for a packet.</summary>
public sealed unsafe class SrtpAllocationTests
{
    private const int HeaderLength = 20;
    private const int PayloadLength = 1100;
    private const int SlotLength = 1500;

    public static TheoryData<SrtpProfile, string> ProfilesAndBackends
    {
        get
        {
            TheoryData<SrtpProfile, string> data = [];
            foreach (SrtpProfile profile in Profiles)
            {
                foreach (CryptoBackend backend in Backends)
                {
                    data.Add(profile, backend.ToString());
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ProfilesAndBackends))]
    public void Ten_thousand_packets_and_reports_allocate_nothing(SrtpProfile profile, string backendName)
    {
        CryptoBackend backend = Enum.Parse<CryptoBackend>(backendName);
        using SrtpSender sender = new(profile, Key(profile), Salt(profile), 16, backend);
        using SrtpReceiver receiver = new(profile, Key(profile), Salt(profile), 16, backend);
        SrtpSenderStream[] streams = [.. Enumerable.Range(0, 8).Select(i => Stream(sender, (uint)i))];
        SrtpTagBatch batch = new();
        byte[] slab = GC.AllocateArray<byte>(8 * SlotLength, pinned: true);
        int[] lengths = new int[8];
        byte[] packet = new byte[1500];
        byte[] payload = Bytes(PayloadLength, 2);

        ushort sequenceNumber = 64_000;
        Exchange(2_000, ref sequenceNumber);
        int refused = 0;
        Assert.Equal(0, global::Fuzzing.Allocations.Least(() => refused += Exchange(10_000, ref sequenceNumber)));
        Assert.Equal(0, refused);

        int Exchange(int count, ref ushort sequenceNumber)
        {
            int failures = 0;
            for (int i = 0; i < count; i++)
            {
                sequenceNumber++;
                if (i % 8 == 0)
                {
                    fixed (byte* start = slab)
                    {
                        for (int peer = 0; peer < streams.Length; peer++)
                        {
                            byte* slot = start + (peer * SlotLength);
                            WriteHeader(new Span<byte>(slot, SlotLength), sequenceNumber, (uint)peer);
                            Count(batch.Protect(streams[peer], slot, SlotLength, HeaderLength, payload, out lengths[peer]));
                        }
                    }

                    batch.Complete();
                    for (int peer = 0; peer < streams.Length; peer++)
                    {
                        Count(receiver.UnprotectRtp(slab.AsSpan(peer * SlotLength, lengths[peer]), HeaderLength, out _));
                    }
                }
                else
                {
                    WriteHeader(packet, sequenceNumber, (uint)(i % 8));
                    Count(streams[i % 8].Protect(packet, HeaderLength, payload, out int length));
                    Count(receiver.UnprotectRtp(packet.AsSpan(0, length), HeaderLength, out _));
                }

                WriteHeader(packet, sequenceNumber, 3);
                Count(sender.ProtectRtcp(packet, 100, out int reportLength));
                Count(receiver.UnprotectRtcp(packet.AsSpan(0, reportLength), out _));
            }

            return failures;

            void Count(SrtpStatus status) => failures += status == SrtpStatus.Ok ? 0 : 1;
        }
    }

    private static void WriteHeader(Span<byte> packet, ushort sequenceNumber, uint ssrc)
    {
        packet[..HeaderLength].Clear();
        packet[0] = 0x90;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], ssrc);
    }
}
