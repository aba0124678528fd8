using System.Buffers.Binary;
using System.Net;
using Sfu.Net;

namespace Sfu.Ice;

/// <summary>A host candidate as a lite agent announces it (RFC 8839 section 5.1, for TCP RFC 6544 section 4.5).</summary>
/// <param name="EndPoint">The announced address and port.</param>
/// <param name="Protocol">UDP, or TCP on which we wait for the peer (<c>tcptype passive</c>).</param>
/// <param name="Rank">0 for the most preferred address of a protocol, then 1, 2, ... up to <see cref="MaximumRank"/>.</param>
public sealed record IceCandidate(IPEndPoint EndPoint, TransportProtocol Protocol, int Rank)
{
    /// <summary>TCP's local preference has thirteen bits for the rank (RFC 6544 section 4.2).</summary>
    public const int MaximumRank = 8191;

    // RTP and RTCP share the one component (RFC 8834 section 4.5).
    private const int Component = 1;

    // RFC 8445 section 5.1.2.2 gives host candidates 126; TCP has to rank below anything over UDP that is as direct (RFC 6544 section 4.2).
    private const uint UdpTypePreference = 126;
    private const uint TcpTypePreference = 90;
    private const uint PassiveDirectionPreference = 4;

    /// <summary>RFC 8445 section 5.1.2.1.</summary>
    public uint Priority => (TypePreference << 24) | (LocalPreference << 8) | (256 - Component);

    /// <summary>The same for candidates of one address and protocol (RFC 8445 section 5.1.1.3); up to ten digits.</summary>
    public string Foundation
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            EndPoint.Address.MapToIPv6().TryWriteBytes(bytes, out _);
            // FNV-1a, because a foundation only has to be equal where the address is, on every run alike.
            uint hash = 2166136261 ^ (uint)Protocol;
            for (int i = 0; i < bytes.Length; i += sizeof(uint))
            {
                hash = (hash * 16777619) ^ BinaryPrimitives.ReadUInt32BigEndian(bytes[i..]);
            }

            return hash.ToString();
        }
    }

    private uint TypePreference => Protocol == TransportProtocol.Udp ? UdpTypePreference : TcpTypePreference;

    private uint LocalPreference
    {
        get
        {
            uint rank = (uint)Math.Clamp(Rank, 0, MaximumRank);
            return Protocol == TransportProtocol.Udp ? ushort.MaxValue - rank : (PassiveDirectionPreference << 13) + MaximumRank - rank;
        }
    }

    /// <summary>What follows <c>a=candidate:</c>.</summary>
    public override string ToString()
    {
        IPAddress address = EndPoint.Address.IsIPv4MappedToIPv6 ? EndPoint.Address.MapToIPv4() : EndPoint.Address;
        // A zone index means nothing to another machine.
        string host = address.ToString().Split('%')[0];
        (string protocol, string type) = Protocol == TransportProtocol.Udp ? ("udp", "typ host") : ("tcp", "typ host tcptype passive");
        return $"{Foundation} {Component} {protocol} {Priority} {host} {EndPoint.Port} {type}";
    }
}
