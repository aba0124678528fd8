using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Engine;

/// <summary>Reads and changes where a description says that its writer can be reached (RFC 8839 section 5.1).</summary>
internal static partial class Candidates
{
    private const string Line = "a=candidate:";

    /// <summary>The first address for UDP over IPv4.</summary>
    public static IPEndPoint UdpOf(string description)
    {
        Match found = UdpPattern().Match(description);
        return new IPEndPoint(IPAddress.Parse(found.Groups[1].Value), int.Parse(found.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>Only those that a pattern is found in.</summary>
    public static string Keep(string description, string pattern) =>
        Join(description.Split("\r\n").Where(line => !line.StartsWith(Line, StringComparison.Ordinal) || Regex.IsMatch(line[Line.Length..], pattern)));

    /// <summary>One UDP address as the only one. It stands in the first section, which carries all the others (RFC 8843).</summary>
    public static string With(string description, IPEndPoint address) => Add(Keep(description, "(?!)"), address);

    /// <summary>A UDP address beside the others, preferred to them.</summary>
    public static string Add(string description, IPEndPoint address)
    {
        List<string> lines = [.. description.Split("\r\n")];
        int first = lines.FindIndex(line => line.StartsWith("a=mid:", StringComparison.Ordinal));
        lines.Insert(first + 1, $"{Line}1 1 udp 2122260223 {address.Address} {address.Port} typ host");
        return Join(lines);
    }

    private static string Join(IEnumerable<string> lines) => string.Join("\r\n", lines);

    [GeneratedRegex("a=candidate:[0-9]+ 1 udp [0-9]+ ([0-9.]+) ([0-9]+) typ host", RegexOptions.IgnoreCase)]
    private static partial Regex UdpPattern();
}
