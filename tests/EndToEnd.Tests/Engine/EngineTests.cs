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

    public async ValueTask DisposeAsync()
    {
        _bare.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task JoinAsync(BrowserPage page, string participant)
    {
        var offer = await page.EvaluateAsync<string>("() => window.bare.offer()");
        var ticket = _tickets.Sign(new AdmissionTicket(
            participant, Room, participant, ParticipantRights.All, 1, DateTimeOffset.UtcNow.AddMinutes(1)));
        var answer = Assert.IsType<JoinResult.Answered>(await _server!.JoinAsync(ticket, offer, CancellationToken.None));
        _server.SetGate(new ParticipantKey(Room, participant), open: true);
        await page.EvaluateAsync<bool>("answer => window.bare.finish(answer)", answer.Sdp);
    }
}
