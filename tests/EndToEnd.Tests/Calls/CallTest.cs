using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Server;

namespace EndToEnd.Tests.Calls;

/// <summary>A server of its own for every test, with people who may call one another.</summary>
[Collection(BrowserTests.Name)]
public abstract class CallTest(BrowserPark park) : IAsyncLifetime
{
    protected static readonly Seat CallerSeat = new(BrowserKind.Chromium, Person.Caller);
    protected static readonly Seat CalleeSeat = new(BrowserKind.Chromium, Person.Callee);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("server-");

    protected BrowserPark Park => park;

    protected ServerProcess Server { get; private set; } = null!;

    protected DemoPeople People { get; private set; } = null!;

    /// <summary>Settings of the server that differ from the usual ones.</summary>
    protected virtual Dictionary<string, string> Settings => [];

    public virtual async Task InitializeAsync()
    {
        Server = await ServerProcess.StartAsync(new ServerOptions { Data = _data.FullName, Settings = Settings });
        People = await DemoPeople.IntroduceAsync(Server.Options);
    }

    public virtual async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        _data.Delete(recursive: true);
    }

    protected Task<CallApp> SignInAsync(Seat seat, DemoAccount? account = null) =>
        CallApp.SignInAsync(park, seat, Server, account ?? People.For(seat.Person));

    /// <summary>A further folder for data, gone after the test.</summary>
    protected string DataFolder(string name) => _data.CreateSubdirectory(name).FullName;

    /// <summary>Ends the server, as an operator does or as a power failure does, and starts it again with the same ports and data.</summary>
    protected async Task RestartServerAsync(bool gracefully)
    {
        await (gracefully ? Server.StopAsync() : Server.KillAsync());
        await Server.DisposeAsync();
        Server = await ServerProcess.StartAsync(Server.Options);
    }

    /// <summary>From the phone icon to both sides being in the call.</summary>
    protected static async Task EstablishAsync(CallApp caller, CallApp callee, string media)
    {
        await caller.CallAsync(callee, media);
        await callee.IsCalledByAsync(caller);
        await callee.AcceptAsync(media);
        await Task.WhenAll(caller.IsInCallAsync(), callee.IsInCallAsync());
    }
}
