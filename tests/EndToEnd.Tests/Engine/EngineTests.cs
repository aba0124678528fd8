using System.Text.RegularExpressions;
using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Harness;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Pages;
using Sfu;
using Sfu.Admission;
using Sfu.Workers;

namespace EndToEnd.Tests.Engine;

/// <summary>Real browsers against the media engine alone: the test is the signaling.</summary>
[Collection(BrowserTests.Name)]
public sealed class EngineTests(BrowserPark park) : IAsyncDisposable
{
    private const string Remote = "[data-testid=remote]";
    private const string Room = "room";

    private readonly BarePage _bare = new();
    private readonly AdmissionTicketSigner _tickets = AdmissionTicketSigner.WithRandomKey();
    private MediaServer? _server;

    public static TheoryData<BrowserKind, BrowserKind, bool> Pairs => new()
    {
        { BrowserKind.Chromium, BrowserKind.Chromium, false },
        { BrowserKind.Chromium, BrowserKind.Firefox, false },
        { BrowserKind.Chromium, BrowserKind.Chromium, true },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Two_browsers_see_and_hear_each_other_through_the_engine(BrowserKind first, BrowserKind second, bool portable)
    {
        _server = MediaServer.Start(new MediaServerOptions { Port = 0, PortableSockets = portable }, _tickets, TimeProvider.System);
        var callerSeat = new Seat(first, Person.Caller);
        var calleeSeat = new Seat(second, Person.Callee);
        await using var caller = await _bare.OpenAsync(park, callerSeat);
        await using var callee = await _bare.OpenAsync(park, calleeSeat);

        await JoinAsync(caller, "caller");
        await JoinAsync(callee, "callee");

        await callee.SeesCameraOfAsync(Remote, callerSeat);
        await caller.SeesCameraOfAsync(Remote, calleeSeat);
        await callee.HearsAsync(Remote, Person.Caller);
        await caller.HearsAsync(Remote, Person.Callee);
    }

    /// <summary>Ways to the engine, each by the candidates that are left in the answer.</summary>
    public static TheoryData<string, BrowserKind> Ways => new()
    {
        { " tcp ", BrowserKind.Chromium },
        { " tcp ", BrowserKind.Firefox },
        { " udp [0-9]+ [0-9a-f]*:", BrowserKind.Chromium },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_browser_whose_network_lets_only_one_way_through_takes_it(string way, BrowserKind kind)
    {
        _server = MediaServer.Start(new MediaServerOptions { Port = 0 }, _tickets, TimeProvider.System);
        var callerSeat = new Seat(kind, Person.Caller);
        var calleeSeat = new Seat(BrowserKind.Chromium, Person.Callee);
        await using var caller = await _bare.OpenAsync(park, callerSeat);
        await using var callee = await _bare.OpenAsync(park, calleeSeat);

        await JoinAsync(caller, "caller", way);
        await JoinAsync(callee, "callee");

        await callee.SeesCameraOfAsync(Remote, callerSeat);
        await caller.SeesCameraOfAsync(Remote, calleeSeat);
        await caller.HearsAsync(Remote, Person.Callee);
    }

    public async ValueTask DisposeAsync()
    {
        _bare.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task JoinAsync(BrowserPage page, string participant, string way = "")
    {
        var offer = await page.EvaluateAsync<string>("() => window.bare.offer()");
        var ticket = _tickets.Sign(new AdmissionTicket(
            participant, Room, participant, ParticipantRights.All, 1, DateTimeOffset.UtcNow.AddMinutes(1)));
        var answer = Assert.IsType<JoinResult.Answered>(await _server!.JoinAsync(ticket, offer, CancellationToken.None));
        _server.SetGate(new ParticipantKey(Room, participant), open: true);
        var lines = answer.Sdp.Split("\r\n").Where(line => !line.StartsWith("a=candidate:", StringComparison.Ordinal) || Regex.IsMatch(line["a=candidate:".Length..], way));
        await page.EvaluateAsync<bool>("answer => window.bare.finish(answer)", string.Join("\r\n", lines));
    }
}
