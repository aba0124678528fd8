using System.Buffers;
using Fuzzing;
using Sfu.Net;

namespace Sfu.Tests.Net;

public sealed class FramingFuzzTests
{
    [Fact]
    public void Any_stream_is_datagrams_and_a_rest_that_waits_for_more() => Fuzzer.Run(
        "RFC 4571",
        [[0, 0], [0, 1, 7], [0, 3, 1, 2, 3, 0, 2, 4, 5], [0x12, 0x34, 1], new byte[200]],
        stream =>
        {
            var buffer = new ReadOnlySequence<byte>(stream.ToArray());
            long taken = 0;
            while (Framing.TryRead(ref buffer, out ReadOnlySequence<byte> datagram))
            {
                taken += Framing.PrefixLength + datagram.Length;
            }

            FuzzCheck.That(taken + buffer.Length == stream.Length);
            FuzzCheck.That(buffer.Length < Framing.PrefixLength + ushort.MaxValue);
        },
        FuzzOptions.FromEnvironment() with { MayAllocate = true });
}
