using System.Net;
using EndToEnd.Tests.Browsers;
using Sfu;
using Sfu.Admission;
using Sfu.Workers;

namespace EndToEnd.Tests.Engine;

/// <summary>The media engine with one room, and the test as its signaling.</summary>
internal sealed class EngineRoom : IAsyncDisposable
{
    private const string Name = "room";

    private readonly AdmissionTicketSigner _tickets = AdmissionTicketSigner.WithRandomKey();

    public EngineRoom(MediaServerOptions? options = null) =>
        Server = MediaServer.Start(options ?? new MediaServerOptions { Port = 0, Listen = [IPAddress.Loopback], Tcp = false }, _tickets, TimeProvider.System);

    public MediaServer Server { get; }

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
        var answer = Assert.IsType<JoinResult.Answered>(await Server.JoinAsync(ticket, changeOffer is null ? offer : changeOffer(offer), CancellationToken.None));
        Server.SetGate(Key(participant), open: true);
        await page.EvaluateAsync<bool>("answer => window.bare.finish(answer)", change is null ? answer.Sdp : change(answer.Sdp));
    }

    /// <summary>A participant's client shows what it receives this high.</summary>
    public void SetTile(string participant, int height) => Server.SetLayout(Key(participant), [new SlotTile(0, height, 0)]);

    /// <summary>What the server counts of a participant.</summary>
    public async Task<ParticipantReport> ReportAsync(string participant)
    {
        RoomReport? report = await Server.GetReportAsync(Name, CancellationToken.None);
        return report!.Participants.Single(one => one.Participant == participant);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static ParticipantKey Key(string participant) => new(Name, participant);
}
