using System.Buffers;
using Sfu.Net;

namespace Sfu.Tests.Net;

public sealed class FramingTests
{
    [Fact]
    public void Datagrams_come_out_of_a_stream_as_they_went_in_however_it_is_cut()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var datagrams = new List<byte[]>();
            var stream = new List<byte>();
            byte[] frame = new byte[70_000];
            for (int i = random.Next(1, 20); i > 0; i--)
            {
                byte[] datagram = new byte[random.Next(5) == 0 ? random.Next(65_536) : random.Next(100)];
                random.NextBytes(datagram);
                datagrams.Add(datagram);
                stream.AddRange(frame.AsSpan(0, Framing.Write(frame, datagram)));
            }

            Assert.Equal(datagrams, Read([.. stream], random));
        }
    }

    [Fact]
    public void Any_bytes_give_datagrams_or_wait_for_more()
    {
        for (int seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            byte[] stream = new byte[random.Next(2000)];
            random.NextBytes(stream);
            Assert.InRange(Read(stream, random).Sum(datagram => datagram.Length + Framing.PrefixLength), 0, stream.Length);
        }
    }

    private static List<byte[]> Read(byte[] stream, Random random)
    {
        var datagrams = new List<byte[]>();
        byte[] pending = [];
        for (int offset = 0; offset < stream.Length;)
        {
            int length = Math.Min(random.Next(1, 3000), stream.Length - offset);
            pending = [.. pending, .. stream.AsSpan(offset, length)];
            offset += length;
            var buffer = new ReadOnlySequence<byte>(pending);
            while (Framing.TryRead(ref buffer, out ReadOnlySequence<byte> datagram))
            {
                datagrams.Add(datagram.ToArray());
            }

            pending = buffer.ToArray();
        }

        return datagrams;
    }
}
