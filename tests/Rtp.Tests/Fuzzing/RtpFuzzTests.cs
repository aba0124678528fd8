using Fuzzing;
using Rtp.HeaderExtensions;

namespace Rtp.Tests.Fuzzing;

public class RtpFuzzTests
{
    [Fact]
    public void Any_datagram_is_classified() =>
        Fuzzer.Run("demultiplexer", Corpus.Datagrams, datagram =>
            FuzzCheck.That(PacketDemultiplexer.Classify(datagram) <= PacketKind.Rtcp));

    [Fact]
    public void Any_bytes_are_an_rtp_packet_or_none() => Fuzzer.Run("RTP", Corpus.RtpPackets, packet =>
    {
        if (!RtpHeader.TryParse(packet, out RtpHeader header))
        {
            return;
        }

        FuzzCheck.That(header.PayloadOffset + header.PayloadLength + header.PaddingLength == packet.Length);
        foreach (RtpExtensionElement element in header.Extensions(packet))
        {
            FuzzCheck.That(packet.Slice(header.ExtensionOffset + element.Offset, element.Data.Length).SequenceEqual(element.Data));
            ReadValues(element.Data);
        }
    });

    [Fact]
    public void Extensions_read_from_anything_can_be_written_and_read_again() => Fuzzer.Run("RTP extensions", Corpus.RtpPackets, packet =>
    {
        if (!RtpHeader.TryParse(packet, out RtpHeader header))
        {
            return;
        }

        Span<byte> copy = stackalloc byte[4096];
        var writer = new RtpExtensionWriter(copy, mayMix: true);
        foreach (RtpExtensionElement element in header.Extensions(packet))
        {
            FuzzCheck.That(writer.TryAdd(element.Id, element.Data));
        }

        int length = writer.Finish();
        ushort profile = length == 0 ? (ushort)0 : (ushort)((copy[0] << 8) | copy[1]);
        RtpExtensionReader again = new(profile, length == 0 ? default : copy[4..length]);
        foreach (RtpExtensionElement element in header.Extensions(packet))
        {
            FuzzCheck.That(again.MoveNext());
            FuzzCheck.That(again.Current.Id == element.Id && again.Current.Data.SequenceEqual(element.Data));
        }

        FuzzCheck.That(!again.MoveNext());
    });

    private static void ReadValues(ReadOnlySpan<byte> data)
    {
        Span<byte> written = stackalloc byte[StreamIdentifier.MaximumLength];
        AudioLevel.TryRead(data, out _);
        TransportSequenceNumber.TryRead(data, out _);
        if (AbsoluteSendTime.TryRead(data, out AbsoluteSendTime sendTime))
        {
            sendTime.Write(written);
            FuzzCheck.That(written[..AbsoluteSendTime.Length].SequenceEqual(data));
        }

        if (PlayoutDelay.TryRead(data, out PlayoutDelay delay))
        {
            delay.Write(written);
            FuzzCheck.That(written[..PlayoutDelay.Length].SequenceEqual(data));
        }

        if (StreamIdentifier.TryRead(data, out StreamIdentifier identifier))
        {
            identifier.Write(written);
            FuzzCheck.That(data.StartsWith(written[..identifier.Length]));
        }
    }
}
