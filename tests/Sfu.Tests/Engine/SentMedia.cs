using System.Buffers.Binary;
using Sfu.Net;
using Simulation.World;

namespace Sfu.Tests.Engine;

/// <summary>The RTP packets that an engine sends, as their headers tell: number, source, length, and when they went where.</summary>
internal sealed class SentMedia
{
    // RFC 3550 section 5.1; RFC 5761 section 4.
    private const int FixedHeader = 12;
    private const byte PaddingFlag = 0x20;
    private const byte FirstRtcpType = 192;
    private const byte LastRtcpType = 223;

    /// <summary>Looks at all that is sent from now on.</summary>
    public SentMedia(Simulator simulator) => simulator.Sent = (to, datagram) =>
    {
        if (datagram.Length > FixedHeader && (datagram[0] & 0xC0) == 0x80 && datagram[1] is < FirstRtcpType or > LastRtcpType)
        {
            Packets.Add((
                to,
                BinaryPrimitives.ReadUInt32BigEndian(datagram.AsSpan(8)),
                BinaryPrimitives.ReadUInt16BigEndian(datagram.AsSpan(2)),
                datagram.Length,
                (datagram[0] & PaddingFlag) != 0,
                simulator.Now));
        }
    };

    public List<(TransportAddress To, uint Ssrc, ushort Number, int Length, bool Padded, MediaTime At)> Packets { get; } = [];
}
