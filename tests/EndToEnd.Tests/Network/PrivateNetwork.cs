using System.Diagnostics;

namespace EndToEnd.Tests.Network;

/// <summary>
/// A bridge on this machine with clients in network namespaces, so that every party has an address of its own and
/// could reach every other one, if only it knew the address. Needs the right to administer the network.
/// </summary>
public sealed class PrivateNetwork : IDisposable
{
    // Set apart for tests of network devices (RFC 2544, appendix C.2.2), so nobody's own network.
    private const string Prefix = "198.18.77";

    private readonly string _bridge = $"br-e2e{Environment.ProcessId % 100_000}";
    private readonly List<ClientNetwork> _clients = [];

    public PrivateNetwork()
    {
        Ip("link", "add", _bridge, "type", "bridge");
        Ip("address", "add", $"{ServerAddress}/24", "dev", _bridge);
        Ip("link", "set", _bridge, "up");
    }

    /// <summary>Why such networks cannot be made here; null if they can.</summary>
    public static string? Obstacle { get; } = FindObstacle(narrow: false);

    /// <summary>Why <see cref="SetDownlink"/> does not work here; null if it does.</summary>
    public static string? NarrowingObstacle { get; } = FindObstacle(narrow: true);

    /// <summary>Where clients reach this machine.</summary>
    public static string ServerAddress => $"{Prefix}.1";

    public ClientNetwork Join(string trustedOrigin)
    {
        var number = _clients.Count + 1;
        var link = $"{_bridge}{(char)('a' + number)}";
        var client = new ClientNetwork($"{_bridge}-{number}", $"{Prefix}.{100 + number}", trustedOrigin, link);
        Ip("netns", "add", client.Namespace);
        _clients.Add(client);
        Ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", client.Namespace);
        Ip("link", "set", link, "master", _bridge, "up");
        Ip("-n", client.Namespace, "address", "add", $"{client.Address}/24", "dev", "eth0");
        Ip("-n", client.Namespace, "link", "set", "eth0", "up");
        Ip("-n", client.Namespace, "link", "set", "lo", "up");
        return client;
    }

    /// <summary>Pulls the plug, or puts it back.</summary>
    public static void SetConnected(ClientNetwork client, bool connected) =>
        Ip("-n", client.Namespace, "link", "set", "eth0", connected ? "up" : "down");

    /// <summary>What gets to a client goes through a token bucket of the system's with a queue of 300 ms (tc-tbf(8)), or is not limited.</summary>
    /// <param name="client">Whose downlink.</param>
    /// <param name="bitsPerSecond">With all headers; null for no limit.</param>
    public static void SetDownlink(ClientNetwork client, long? bitsPerSecond)
    {
        if (bitsPerSecond is { } rate)
        {
            Run("tc", ["qdisc", "replace", "dev", client.Link, "root", .. TokenBucket(rate)]);
        }
        else
        {
            Run("tc", "qdisc", "delete", "dev", client.Link, "root");
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients)
        {
            Ip("netns", "delete", client.Namespace); // and with it the link
        }

        Ip("link", "delete", _bridge);
    }

    private static string[] TokenBucket(long bitsPerSecond) => ["tbf", "rate", $"{bitsPerSecond}bit", "burst", "5kb", "latency", "300ms"];

    private static void Ip(params string[] arguments) => Run("ip", arguments);

    private static void Run(string program, params string[] arguments)
    {
        var (exitCode, error) = TryRun(program, arguments);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error}");
        }
    }

    private static (int ExitCode, string Error) TryRun(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }

    private static string? FindObstacle(bool narrow)
    {
        var name = $"try{Environment.ProcessId % 100_000}";
        var (exitCode, error) = TryRun("ip", "netns", "add", name);
        if (exitCode != 0)
        {
            return $"Needs the right to make network namespaces (root): {error}";
        }

        (exitCode, error) = TryRun("ip", "-n", name, "link", "add", "probe", "type", "bridge");
        var obstacle = exitCode == 0 ? null : $"Needs bridges in the kernel: {error}";
        if (narrow && obstacle is null)
        {
            (exitCode, error) = TryRun("tc", ["-n", name, "qdisc", "add", "dev", "probe", "root", .. TokenBucket(1_000_000)]);
            obstacle = exitCode == 0 ? null : $"Needs token buckets (sch_tbf) in the kernel: {error}";
        }

        _ = TryRun("ip", "netns", "delete", name);
        return obstacle;
    }
}
