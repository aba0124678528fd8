using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Pages;
using Sfu.Workers;

namespace EndToEnd.Tests.Engine;

/// <summary>Real browsers against the media engine alone: the test is the signaling.</summary>
[Collection(BrowserTests.Name)]
public sealed class EngineTests(BrowserPark park)
{
    private const string Remote = "[data-testid=remote]";

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
        await using var room = new EngineRoom(new MediaServerOptions { Port = 0, PortableSockets = portable });
        var callerSeat = new Seat(first, Person.Caller);
        var calleeSeat = new Seat(second, Person.Callee);
        await using var caller = await room.OpenAsync(park, callerSeat);
        await using var callee = await room.OpenAsync(park, calleeSeat);

        await room.JoinAsync(caller, "caller");
        await room.JoinAsync(callee, "callee");

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
        await using var room = new EngineRoom(new MediaServerOptions { Port = 0 });
        var callerSeat = new Seat(kind, Person.Caller);
        var calleeSeat = new Seat(BrowserKind.Chromium, Person.Callee);
        await using var caller = await room.OpenAsync(park, callerSeat);
        await using var callee = await room.OpenAsync(park, calleeSeat);

        await room.JoinAsync(caller, "caller", answer => Candidates.Keep(answer, way));
        await room.JoinAsync(callee, "callee");

        await callee.SeesCameraOfAsync(Remote, callerSeat);
        await caller.SeesCameraOfAsync(Remote, calleeSeat);
        await caller.HearsAsync(Remote, Person.Callee);
    }
}
