using System.Text.Json;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Network;
using EndToEnd.Tests.Pages;
using EndToEnd.Tests.Server;

namespace EndToEnd.Tests.Calls;

/// <summary>Nobody learns the other party's address, nor does the server's log keep it. Everything that reaches a page is read for it.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class PrivacyTests(BrowserPark sharedPark) : IDisposable
{
    private static readonly Seat CallerSeat = new(BrowserKind.Chromium, Person.Caller);
    private static readonly Seat CalleeSeat = new(BrowserKind.Chromium, Person.Callee);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("server-");

    [NetworkFact]
    public async Task The_other_partys_address_is_nowhere()
    {
        using var network = new PrivateNetwork();
        await using var server = await ServerProcess.StartAsync(new ServerOptions { Data = _data.FullName, Address = PrivateNetwork.ServerAddress });
        await using var park = new BrowserPark();
        var callerNetwork = network.Join(server.Options.Url);
        var calleeNetwork = network.Join(server.Options.Url);
        var people = await DemoPeople.IntroduceAsync(server.Options);
        await using var caller = await CallApp.SignInAsync(park, CallerSeat with { Network = callerNetwork }, server, people.Caller);
        await using var callee = await CallApp.SignInAsync(park, CalleeSeat with { Network = calleeNetwork }, server, people.Callee);

        var (callerKnows, calleeKnows) = await TalkAndHangUpAsync(caller, callee);

        // The tap itself works: each page's own statistics hold its own address, and the server's.
        Assert.Contains(callerNetwork.Address, callerKnows.Statistics, StringComparison.Ordinal);
        Assert.Contains(calleeNetwork.Address, calleeKnows.Statistics, StringComparison.Ordinal);
        Assert.Contains(PrivateNetwork.ServerAddress, calleeKnows.Statistics, StringComparison.Ordinal);

        Assert.Empty(callerKnows.Mentions(calleeNetwork.Address));
        Assert.Empty(calleeKnows.Mentions(callerNetwork.Address));
        Assert.DoesNotContain(callee.Page.Console, line => line.Contains(callerNetwork.Address, StringComparison.Ordinal));
        Assert.DoesNotContain(caller.Page.Console, line => line.Contains(calleeNetwork.Address, StringComparison.Ordinal));

        // Not even one's own address is told to the server, and the server writes down nobody's.
        Assert.DoesNotContain(callerKnows.Said, frame => frame.Contains(callerNetwork.Address, StringComparison.Ordinal));
        Assert.DoesNotContain(calleeKnows.Said, frame => frame.Contains(calleeNetwork.Address, StringComparison.Ordinal));
        Assert.NotEmpty(server.Log);
        Assert.DoesNotContain(server.Log, line => line.Contains(callerNetwork.Address, StringComparison.Ordinal));
        Assert.DoesNotContain(server.Log, line => line.Contains(calleeNetwork.Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_only_other_end_that_a_page_knows_is_the_server()
    {
        await using var server = await ServerProcess.StartAsync(new ServerOptions { Data = _data.FullName });
        var people = await DemoPeople.IntroduceAsync(server.Options);
        await using var caller = await CallApp.SignInAsync(sharedPark, CallerSeat, server, people.Caller);
        await using var callee = await CallApp.SignInAsync(sharedPark, CalleeSeat, server, people.Callee);

        var (callerKnows, calleeKnows) = await TalkAndHangUpAsync(caller, callee);

        foreach (var known in new[] { callerKnows, calleeKnows })
        {
            Assert.All(RemotePorts(known), port => Assert.Equal(server.Options.MediaPort, port));
            Assert.NotEmpty(RemotePorts(known));
            Assert.DoesNotContain(known.Said, frame => CandidateLine().IsMatch(frame));
        }
    }

    public void Dispose() => _data.Delete(recursive: true);

    /// <summary>A whole call with messages; what each page knew when it was at its height, and after it.</summary>
    private static async Task<(Wiretap Caller, Wiretap Callee)> TalkAndHangUpAsync(CallApp caller, CallApp callee)
    {
        await caller.OpenConversationAsync(callee);
        await caller.WriteAsync("Shall I call?");
        await caller.CallAsync(callee, "video");
        await callee.IsCalledByAsync(caller);
        await callee.AcceptAsync("video");
        await Task.WhenAll(caller.IsInCallAsync(), callee.IsInCallAsync());
        await callee.Page.SeesCameraOfAsync(CallApp.RemoteVideo, CallerSeat);
        await caller.Page.SeesCameraOfAsync(CallApp.RemoteVideo, CalleeSeat);
        var (callerStatistics, calleeStatistics) = ((await Wiretap.ReadAsync(caller.Page)).Statistics, (await Wiretap.ReadAsync(callee.Page)).Statistics);

        await caller.EndAsync();
        await callee.SeesEndAsync("hangup", "Call ended");
        await callee.Page.ClickAsync("nav-calls");
        await callee.Page.SeesAsync("history-row");
        return (await Wiretap.ReadAsync(caller.Page) with { Statistics = callerStatistics }, await Wiretap.ReadAsync(callee.Page) with { Statistics = calleeStatistics });
    }

    /// <summary>The ports of all candidates of the other end, in descriptions and in statistics.</summary>
    private static int[] RemotePorts(Wiretap known) =>
    [
        .. known.Heard.SelectMany(text => CandidateLine().Matches(text)).Select(match => int.Parse(match.Groups["port"].Value)),
        .. JsonSerializer.Deserialize<JsonElement>(known.Statistics).EnumerateArray()
            .Where(entry => entry.GetProperty("type").GetString() == "remote-candidate")
            .Select(entry => entry.GetProperty("port").GetInt32()),
    ];

    // RFC 8839, section 5.1: foundation, component, transport, priority, address, port.
    [GeneratedRegex(@"candidate:\S+ \d+ \S+ \d+ \S+ (?<port>\d+) typ ")]
    private static partial Regex CandidateLine();
}
