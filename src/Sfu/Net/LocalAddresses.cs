using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Sfu.Net;

/// <summary>The addresses of this machine that a client could reach.</summary>
internal static class LocalAddresses
{
    /// <summary>All but loopback and link-local ones; loopback where there is no other.</summary>
    public static IReadOnlyList<IPAddress> Find()
    {
        List<IPAddress> addresses = [];
        foreach (NetworkInterface network in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (network.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown
                && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            {
                addresses.AddRange(network.GetIPProperties().UnicastAddresses.Select(entry => entry.Address).Where(IsUsable));
            }
        }

        return addresses.Count > 0 ? addresses : [IPAddress.Loopback];
    }

    private static bool IsUsable(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !address.ToString().StartsWith("169.254.", StringComparison.Ordinal),
        AddressFamily.InterNetworkV6 => address is { IsIPv6LinkLocal: false, IsIPv6Multicast: false },
        _ => false,
    };
}
