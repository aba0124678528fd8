using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sfu.Net;

/// <summary>Converts <see cref="TransportAddress"/> to and from <c>sockaddr_in</c> and <c>sockaddr_in6</c>, whose first two bytes differ between systems.</summary>
internal static class SocketAddressCodec
{
    /// <summary>The larger of the two structures.</summary>
    public const int MaximumLength = 28;

    private const int IPv4Length = 16;

    /// <summary>Writes port and address behind the family field, which is the caller's; answers the length of the structure.</summary>
    public static int Write(in TransportAddress address, bool ipv6, Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], address.Port);
        if (!ipv6)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination[4..], (uint)address.Low);
            destination[8..IPv4Length].Clear();
            return IPv4Length;
        }

        destination[4..8].Clear();
        address.WriteAddress(destination[8..24]);
        MemoryMarshal.Write(destination[24..], address.ScopeId);
        return MaximumLength;
    }

    /// <summary>Reads what the system wrote for a datagram that a socket received.</summary>
    public static TransportAddress Read(ReadOnlySpan<byte> source, bool ipv6, uint socket)
    {
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(source[2..]);
        if (!ipv6)
        {
            return TransportAddress.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(source[4..]), port) with { Connection = socket };
        }

        return new TransportAddress(
            BinaryPrimitives.ReadUInt64BigEndian(source[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(source[16..]),
            MemoryMarshal.Read<uint>(source[24..]),
            port,
            TransportProtocol.Udp,
            socket);
    }
}
