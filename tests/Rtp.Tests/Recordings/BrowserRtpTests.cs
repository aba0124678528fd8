using Rtp.Codecs;
using Rtp.HeaderExtensions;

namespace Rtp.Tests.Recordings;

public class BrowserRtpTests
{
    [Fact]
    public void Every_packet_is_read_whole()
    {
        foreach (Recording recording in Recording.All)
        {
            Assert.All(recording.Packets, p => Assert.True(PacketDemultiplexer.Classify(p) is PacketKind.Rtp or PacketKind.Rtcp));
            Assert.True(recording.Rtp.Count() >= 60);
        }
    }

    [Fact]
    public void Extensions_written_again_are_the_same_bytes()
    {
        foreach ((byte[] packet, RtpHeader header) in Recording.All.SelectMany(r => r.Rtp))
        {
            byte[] block = new byte[header.ExtensionLength + 4];
            var writer = new RtpExtensionWriter(block, mayMix: true);
            foreach (RtpExtensionElement element in header.Extensions(packet))
            {
                Assert.True(writer.TryAdd(element.Id, element.Data));
            }

            Assert.Equal(block.Length, writer.Finish());
            Assert.Equal(packet[(header.ExtensionOffset - 4)..header.PayloadOffset], block);
        }
    }

    [Fact]
    public void Transport_wide_numbers_count_all_packets_and_send_times_grow()
    {
        ushort? number = null;
        AbsoluteSendTime? sent = null;
        foreach ((byte[] packet, RtpHeader header) in Recording.Vp8.Rtp)
        {
            if (TransportSequenceNumber.TryRead(
                Recording.Vp8.Value(packet, header, HeaderExtensionUri.TransportSequenceNumber), out ushort current))
            {
                Assert.True(number is null || current == (ushort)(number + 1));
                number = current;
            }

            Assert.True(AbsoluteSendTime.TryRead(
                Recording.Vp8.Value(packet, header, HeaderExtensionUri.AbsoluteSendTime), out AbsoluteSendTime time));
            Assert.InRange(sent is { } last ? time.MicrosecondsSince(last) : 0, 0, 1_000_000);
            sent = time;
        }

        Assert.NotNull(number);
    }

    [Fact]
    public void Streams_name_their_sections_and_audio_its_level()
    {
        foreach ((byte[] packet, RtpHeader header) in Recording.Vp8.Rtp)
        {
            bool audio = Recording.Vp8.Is(header, "red/48000/2");
            if (Recording.Vp8.Value(packet, header, HeaderExtensionUri.Mid) is { } mid)
            {
                Assert.True(StreamIdentifier.TryRead(mid, out StreamIdentifier value));
                Assert.Equal(audio ? "0" : "1", value.ToString());
            }

            byte[]? level = Recording.Vp8.Value(packet, header, HeaderExtensionUri.AudioLevel);
            Assert.Equal(audio, AudioLevel.TryRead(level, out AudioLevel audioLevel));
            Assert.True(audioLevel.Level <= AudioLevel.Silence);
        }
    }

    [Fact]
    public void Redundant_audio_holds_the_packets_before_it()
    {
        var earlier = new Dictionary<uint, byte[]>();
        foreach ((byte[] packet, RtpHeader header) in Recording.Vp8.Of("red/48000/2").Take(40))
        {
            Assert.True(RedReader.TryParse(header.Payload((ReadOnlySpan<byte>)packet), out RedReader reader));
            bool primary = false;
            foreach (RedBlock block in reader)
            {
                Assert.Equal(111, block.PayloadType);
                uint timestamp = header.Timestamp - block.TimestampOffset;
                if (earlier.TryGetValue(timestamp, out byte[]? data))
                {
                    Assert.Equal(data, block.Data);
                }

                earlier[timestamp] = block.Data.ToArray();
                primary |= block.IsPrimary;
            }

            Assert.True(primary);
        }

        Assert.InRange(earlier.Count, 40, 42);
    }

    [Fact]
    public void Retransmissions_name_packets_that_were_sent()
    {
        int retransmissions = 0;
        int padding = 0;
        foreach (Recording recording in Recording.All)
        {
            var sent = new Dictionary<ushort, byte[]>();
            foreach ((byte[] packet, RtpHeader header) in recording.Rtp)
            {
                ReadOnlySpan<byte> payload = header.Payload((ReadOnlySpan<byte>)packet);
                if (!recording.Is(header, "rtx/90000"))
                {
                    sent[header.SequenceNumber] = payload.ToArray();
                }
                else if (payload.Length > RtxPayload.HeaderLength)
                {
                    retransmissions++;
                    Assert.True(sent.TryGetValue(RtxPayload.ReadOriginalSequenceNumber(payload), out byte[]? first));
                    Assert.Equal(first.Length, payload.Length - RtxPayload.HeaderLength);
                    Assert.Equal(first[..6], payload.Slice(RtxPayload.HeaderLength, 6).ToArray());
                }
                else
                {
                    padding++;
                    Assert.True(header.HasPadding);
                    Assert.Equal(0, header.PayloadLength);
                }
            }
        }

        Assert.True(retransmissions > 10);
        Assert.True(padding > 10);
    }
}
