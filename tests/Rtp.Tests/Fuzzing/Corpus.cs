using System.Text;
using Rtp.HeaderExtensions;
using Rtp.Rtcp;
using Rtp.Tests.Recordings;

namespace Rtp.Tests.Fuzzing;

/// <summary>Valid inputs of every parser, to be mutated.</summary>
internal static class Corpus
{
    /// <summary>Datagrams of every kind.</summary>
    public static IReadOnlyList<byte[]> Datagrams =>
    [
        .. RtpPackets,
        .. RtcpDatagrams,
        [0x00, 0x01, 0x00, 0x00, 0x21, 0x12, 0xA4, 0x42, .. new byte[12]],
        [0x16, 0xFE, 0xFD, .. new byte[20]],
        [0x40, 0x00, 0x00, 0x04, 1, 2, 3, 4],
    ];

    /// <summary>RTP packets with all forms of extensions and with padding.</summary>
    public static IReadOnlyList<byte[]> RtpPackets { get; } =
    [
        Hex.Bytes("80 60 12 34 00 00 00 01 00 00 00 02 AA BB CC"),
        Hex.Bytes("B2 E0 12 34 89 AB CD EF CA FE BA BE 00 00 00 01 00 00 00 02 BE DE 00 01 10 7F 00 00 AA BB CC 00 00 00 00 05"),
        WithExtensions(mayMix: false),
        WithExtensions(mayMix: true),
        .. Recording.All.SelectMany(r => r.Rtp.Take(10)).Select(r => Shortened(r.Packet)),
    ];

    /// <summary>Compound and reduced-size RTCP of every kind.</summary>
    public static IReadOnlyList<byte[]> RtcpDatagrams { get; } =
    [
        Compound(),
        Feedback(),
        Hex.Bytes("80 CF 00 04 00 00 00 01 04 00 00 02 00 04 00 00 00 00 00 00"),
        TransportFeedback([(0, 1000), (1, 1250), (2, 9000), (5, 900_000), (6, 800_000), (9000, 900_000)]),
        TransportFeedback([.. Enumerable.Range(0, 60).Where(i => i % 7 != 3).Select(i => (i, (long)i * 1300))]),
        Hex.Bytes("80 CC 00 02 00 00 00 01 61 62 63 64"),
        Hex.Bytes("A1 CB 00 02 00 00 00 01 00 00 00 04"),
        .. Recording.Vp8.Rtcp.Take(20),
    ];

    /// <summary>VP8 payloads.</summary>
    public static IReadOnlyList<byte[]> Vp8 { get; } =
        [Hex.Bytes("10 00 9D 01 2A"), Hex.Bytes("90 E0 92 34 05 A0 01"), Hex.Bytes("90 F0 11 05 7F 00"), Hex.Bytes("90 80 11 00")];

    /// <summary>VP9 payloads.</summary>
    public static IReadOnlyList<byte[]> Vp9 { get; } =
    [
        Hex.Bytes("8A 01 58 0140 00B4 0280 0168 0500 02D0 04 04 54 01 30 58 01 02 AA"),
        Hex.Bytes("BA 80 11 00 78 0140 00B4 0280 0168 0500 02D0 0500 02D0 00 AA"),
        Hex.Bytes("A8 92 34 03 07 AA"),
        Hex.Bytes("F0 92 34 E5 03 05 06 AA"),
        Hex.Bytes("0C AA"),
    ];

    /// <summary>H.264 payloads.</summary>
    public static IReadOnlyList<byte[]> H264 { get; } =
        [Hex.Bytes("65 88 84"), Hex.Bytes("78 0003 67 42 E0 0002 68 CE 0001 65"), Hex.Bytes("7C 85 88"), Hex.Bytes("7C 45 88")];

    /// <summary>AV1 payloads.</summary>
    public static IReadOnlyList<byte[]> Av1 { get; } = [Hex.Bytes("18 0A 0B"), Hex.Bytes("D0 32 AA BB")];

    /// <summary>Dependency Descriptors, with a structure first.</summary>
    public static IReadOnlyList<byte[]> DependencyDescriptors { get; } =
    [
        .. Enumerable.Range(1, 12).Select(Structure),
        Codecs.DependencyDescriptorTests.Bits("1 0 000010 0000000000001000"),
        Codecs.DependencyDescriptorTests.Bits("0 1 000010 0000000000001000 0 1 1 1 1 001 11 00 10 01 0010 10 00010000 00 00001001"),
        .. Recording.Av1.Of("AV1/90000").Take(40)
            .Select(p => Recording.Av1.Value(p.Packet, p.Header, HeaderExtensionUri.DependencyDescriptor)!),
    ];

    /// <summary>Redundant audio payloads.</summary>
    public static IReadOnlyList<byte[]> Red { get; } =
        [Hex.Bytes("6F AA BB"), Hex.Bytes("EF 1E 00 01 EF 0F 00 01 6F AA BB CC"), Hex.Bytes("EF 0F 00 02 6F AA BB CC")];

    // Media that is all zeros is of no interest to a mutator.
    private static byte[] Shortened(byte[] packet) => packet.Length > 200 ? packet[..200] : packet;

    private static byte[] WithExtensions(bool mayMix)
    {
        byte[] packet = new byte[200];
        int length = RtpHeader.Write(packet, 96, true, 7, 8, 9);
        RtpHeader.WriteExtensionFlag(packet, true);
        var writer = new RtpExtensionWriter(packet.AsSpan(length), mayMix);
        writer.TryReserve(1, AudioLevel.Length, out Span<byte> data);
        new AudioLevel(30, true).Write(data);
        writer.TryReserve(2, AbsoluteSendTime.Length, out data);
        AbsoluteSendTime.FromMicroseconds(1_234_567).Write(data);
        writer.TryReserve(3, TransportSequenceNumber.Length, out data);
        TransportSequenceNumber.Write(data, 12345);
        writer.TryAdd(4, "0"u8);
        writer.TryAdd(10, "hi"u8);
        writer.TryAdd(5, Hex.Bytes("00 00 01 00 00 00 00 00 FF FF FF FF FF FF FF FB"));
        writer.TryReserve(6, PlayoutDelay.Length, out data);
        new PlayoutDelay(0, 40).Write(data);
        writer.TryAdd(7, [0x09]);
        writer.TryAdd(8, [0x01]);
        writer.TryAdd(20, Structure(5));
        length += writer.Finish();
        return packet[..(length + 20)];
    }

    private static byte[] Structure(int seed) => Codecs.DependencyDescriptorTests.Bits(
        new Codecs.StructureSample((seed * 5 % 32) + 1, seed % 3, 0, [1, 0, 2, 1, 1, 2], new Random(seed)).Descriptor);

    private static byte[] Compound()
    {
        var writer = new RtcpWriter(new byte[500]);
        var block = new ReportBlock { Ssrc = 1, FractionLost = 3, CumulativeLost = 77, LastSenderReport = 9 };
        SenderReport.TryWrite(ref writer, 1, new NtpTime(1UL << 50), 90000, 5, 6, [block, block]);
        ReceiverReport.TryWrite(ref writer, 1, [block]);
        SourceDescription.TryWrite(ref writer, 1, Encoding.ASCII.GetBytes("somebody"));
        Nack.Write(ref writer, 1, 2, [1, 2, 3, 100, 101]);
        Bye.TryWrite(ref writer, [new RtcpSource(1), new RtcpSource(2)]);
        return writer.Written.ToArray();
    }

    private static byte[] Feedback()
    {
        var writer = new RtcpWriter(new byte[500]);
        new PictureLossIndication(1, 2).TryWrite(ref writer);
        FullIntraRequest.TryWrite(ref writer, 1, [new FullIntraRequestEntry(2, 3), new FullIntraRequestEntry(3, 4)]);
        ReceiverEstimate.TryWrite(ref writer, 1, 1_500_000, [new RtcpSource(2), new RtcpSource(3)]);
        return writer.Written.ToArray();
    }

    private static byte[] TransportFeedback((int Number, long Microseconds)[] arrivals)
    {
        byte[] packet = new byte[500];
        var writer = new TransportFeedbackWriter(packet, 1, 2, 0, 3);
        foreach ((int number, long microseconds) in arrivals)
        {
            writer.TryAdd((ushort)number, microseconds);
        }

        return packet[..writer.Finish()];
    }
}
