using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Sfu.Net;

/// <summary>
/// Where a datagram came from or goes to: an IPv6 address (IPv4 is mapped, RFC 4291 section 2.5.5.2), a port, and for TCP the
/// number of the connection, so that a later connection from the same port is another address. A value: compares and hashes
/// without allocation.
/// </summary>
/// <param name="High">The first eight bytes of the address, in network order.</param>
/// <param name="Low">The last eight bytes of the address, in network order.</param>
/// <param name="ScopeId">The zone of a link-local address, else 0.</param>
/// <param name="Port">In host order.</param>
/// <param name="Protocol">What carries the datagram.</param>
/// <param name="Connection">The TCP connection, 0 for UDP.</param>
public readonly record struct TransportAddress(ulong High, ulong Low, uint ScopeId, ushort Port, TransportProtocol Protocol, uint Connection)
{
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    /// <summary>Whether this is an IPv4 address.</summary>
    public bool IsIPv4 => High == 0 && (Low & 0xFFFF_FFFF_0000_0000) == MappedPrefix;

    /// <summary>Converts from the framework's type.</summary>
    public static TransportAddress From(IPEndPoint endPoint, TransportProtocol protocol = TransportProtocol.Udp, uint connection = 0)
    {
        Span<byte> bytes = stackalloc byte[16];
        IPAddress address = endPoint.Address;
        uint scope = address.AddressFamily == AddressFamily.InterNetworkV6 ? (uint)address.ScopeId : 0;
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        return new TransportAddress(
            BinaryPrimitives.ReadUInt64BigEndian(bytes),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            scope,
            (ushort)endPoint.Port,
            protocol,
            connection);
    }

    /// <summary>Converts an IPv4 address and port, both in host order.</summary>
    public static TransportAddress FromIPv4(uint address, ushort port) =>
        new(0, MappedPrefix | address, 0, port, TransportProtocol.Udp, 0);

    /// <summary>Writes the 16 bytes of the address in network order.</summary>
    public void WriteAddress(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
    }

    /// <summary>Converts to the framework's type; IPv4 comes back as IPv4.</summary>
    public IPEndPoint ToEndPoint()
    {
        Span<byte> bytes = stackalloc byte[16];
        WriteAddress(bytes);
        return new IPEndPoint(IsIPv4 ? new IPAddress(bytes[12..]) : new IPAddress(bytes, ScopeId), Port);
    }

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(High, Low, Port, Connection);

    /// <summary>For traces at debug level only: an address is private.</summary>
    public override string ToString() => $"{Protocol.ToString().ToLowerInvariant()}:{ToEndPoint()}";
}
