using System.Net;
using Sfu.Ice;
using Sfu.Net;

namespace Sfu.Tests.Ice;

public sealed class IceCandidateTests
{
    private static readonly IPEndPoint IPv4 = new(IPAddress.Parse("192.0.2.1"), 3478);
    private static readonly IPEndPoint IPv6 = new(IPAddress.Parse("2001:db8::1"), 3478);

    [Fact]
    public void A_UDP_host_candidate_has_the_highest_priority_of_RFC_8445()
    {
        IceCandidate candidate = new(IPv4, TransportProtocol.Udp, 0);
        Assert.Equal($"{candidate.Foundation} 1 udp 2130706431 192.0.2.1 3478 typ host", candidate.ToString());
    }

    [Fact]
    public void A_TCP_candidate_waits_for_the_peer_and_ranks_below_UDP()
    {
        IceCandidate tcp = new(IPv6, TransportProtocol.Tcp, 0);
        IceCandidate udp = new(IPv6, TransportProtocol.Udp, 100);
        Assert.Equal($"{tcp.Foundation} 1 tcp {tcp.Priority} 2001:db8::1 3478 typ host tcptype passive", tcp.ToString());
        Assert.True(tcp.Priority < udp.Priority);
    }

    [Fact]
    public void A_higher_rank_is_less_preferred()
    {
        foreach (TransportProtocol protocol in Enum.GetValues<TransportProtocol>())
        {
            Assert.True(new IceCandidate(IPv4, protocol, 0).Priority > new IceCandidate(IPv4, protocol, 1).Priority);
        }
    }

    [Fact]
    public void Foundations_are_equal_where_address_and_protocol_are()
    {
        string foundation = new IceCandidate(IPv4, TransportProtocol.Udp, 0).Foundation;
        Assert.Equal(foundation, new IceCandidate(new IPEndPoint(IPv4.Address, 9), TransportProtocol.Udp, 3).Foundation);
        Assert.NotEqual(foundation, new IceCandidate(IPv4, TransportProtocol.Tcp, 0).Foundation);
        Assert.NotEqual(foundation, new IceCandidate(IPv6, TransportProtocol.Udp, 0).Foundation);
        Assert.InRange(foundation.Length, 1, 32);
    }

    [Fact]
    public void A_mapped_address_is_written_as_IPv4_and_a_zone_not_at_all()
    {
        IceCandidate mapped = new(new IPEndPoint(IPv4.Address.MapToIPv6(), 1), TransportProtocol.Udp, 0);
        Assert.Contains(" 192.0.2.1 1 ", mapped.ToString(), StringComparison.Ordinal);
        IceCandidate zoned = new(new IPEndPoint(IPAddress.Parse("fe80::1%3"), 1), TransportProtocol.Udp, 0);
        Assert.Contains(" fe80::1 1 ", zoned.ToString(), StringComparison.Ordinal);
    }
}
