using System.Net;
using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Harness;
using EndToEnd.Tests.Network;
using Sfu;
using Sfu.Admission;
using Sfu.Workers;
using Simulation.Network;

namespace EndToEnd.Tests.Engine;

/// <summary>The media engine with one room, bare pages for those who join it, and the test as its signaling.</summary>
internal sealed class EngineRoom : IAsyncDisposable
{
    private const string Name = "room";

    private readonly AdmissionTicketSigner _tickets = AdmissionTicketSigner.WithRandomKey();
    private readonly BarePage _page;
    private readonly MediaServer _server;

    /// <summary>Starts the engine at one address, for UDP alone.</summary>
    public EngineRoom(string address = "127.0.0.1")
        : this(new MediaServerOptions { Port = 0, Listen = [IPAddress.Parse(address)], Tcp = false }, address)
    {
    }

    /// <summary>Starts the engine.</summary>
    /// <param name="options">How.</param>
    /// <param name="address">Where browsers find the page.</param>
    public EngineRoom(MediaServerOptions options, string address = "127.0.0.1")
    {
        _page = new BarePage(address);
        _server = MediaServer.Start(options, _tickets, TimeProvider.System);
    }

    /// <summary>Where browsers find the page.</summary>
    public string Url => _page.Url;

    /// <summary>Opens the page and captures camera and microphone.</summary>
    public Task<BrowserPage> OpenAsync(BrowserPark park, Seat seat) => _page.OpenAsync(park, seat);

    /// <summary>Opens the page with a picture that costs much in place of the camera's: encoders take what they are given.</summary>
    public async Task<BrowserPage> OpenBusyAsync(BrowserPark park, Seat seat)
    {
        var page = await OpenAsync(park, seat);
        await page.EvaluateAsync<bool>("() => window.bare.useBusyPicture()");
        return page;
    }

    /// <summary>Connects a bare page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="participant">Its name in the room.</param>
    /// <param name="change">What becomes of the answer on the way.</param>
    /// <param name="options">For the page's offer.</param>
    /// <param name="changeOffer">What becomes of the offer on the way.</param>
    public async Task JoinAsync(
        BrowserPage page, string participant, Func<string, string>? change = null, object? options = null, Func<string, string>? changeOffer = null)
    {
        var offer = await page.EvaluateAsync<string>("options => window.bare.offer(options ?? undefined)", options);
        var ticket = _tickets.Sign(new AdmissionTicket(
            participant, Name, participant, ParticipantRights.All, 1, DateTimeOffset.UtcNow.AddMinutes(1)));
        var answer = Assert.IsType<JoinResult.Answered>(await _server.JoinAsync(ticket, changeOffer is null ? offer : changeOffer(offer), CancellationToken.None));
        _server.SetGate(Key(participant), open: true);
        await page.EvaluateAsync<bool>("answer => window.bare.finish(answer)", change is null ? answer.Sdp : change(answer.Sdp));
    }

    /// <summary>Connects a bare page over a relay, which is its network.</summary>
    /// <param name="page">The page.</param>
    /// <param name="participant">Its name in the room.</param>
    /// <param name="link">The network, the same both ways.</param>
    /// <param name="seed">For losses and delays.</param>
    /// <param name="options">For the page's offer.</param>
    /// <param name="changeOffer">What becomes of the offer on the way.</param>
    public async Task<UdpRelay> JoinOverRelayAsync(
        BrowserPage page, string participant, LinkSettings link, int seed = 1, object? options = null, Func<string, string>? changeOffer = null)
    {
        UdpRelay? relay = null;
        await JoinAsync(
            page,
            participant,
            answer =>
            {
                relay = new UdpRelay(link, link, Candidates.UdpOf(answer), seed);
                return Candidates.With(answer, relay.First);
            },
            options,
            changeOffer);
        return relay!;
    }

    /// <summary>A participant's client shows what it receives this high.</summary>
    public void SetTile(string participant, int height) => _server.SetLayout(Key(participant), [new SlotTile(0, height, 0)]);

    /// <summary>What the server counts of a participant.</summary>
    public async Task<ParticipantReport> ReportAsync(string participant)
    {
        RoomReport? report = await _server.GetReportAsync(Name, CancellationToken.None);
        return report!.Participants.Single(one => one.Participant == participant);
    }

    public ValueTask DisposeAsync()
    {
        _page.Dispose();
        return _server.DisposeAsync();
    }

    private static ParticipantKey Key(string participant) => new(Name, participant);
}
