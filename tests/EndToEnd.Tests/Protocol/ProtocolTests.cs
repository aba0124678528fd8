using System.Text.Json;
using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Pages;
using EndToEnd.Tests.Server;

namespace EndToEnd.Tests.Protocol;

/// <summary>Calls between clients that know nothing but docs/protocol.md. What is seen and heard went through our own media engine.</summary>
[Collection(BrowserTests.Name)]
public sealed class ProtocolTests(BrowserPark park) : IAsyncLifetime
{
    private const string RemotePicture = "[data-testid=remote-video]";
    private const string RemoteSound = "[data-testid=remote-audio]";

    private static readonly Seat CallerSeat = new(BrowserKind.Chromium, Person.Caller);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("server-");
    private ServerProcess _server = null!;
    private DemoPeople _people = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(new ServerOptions { Data = _data.FullName });
        _people = await DemoPeople.IntroduceAsync(_server.Options);
    }

    [Theory]
    [InlineData(BrowserKind.Chromium)]
    [InlineData(BrowserKind.Firefox)]
    public async Task A_video_call_carries_picture_and_tone_both_ways(BrowserKind calleeKind)
    {
        var calleeSeat = new Seat(calleeKind, Person.Callee);
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(calleeSeat);

        var callId = await EstablishAsync(caller, callee);

        await callee.Page.SeesCameraOfAsync(RemotePicture, CallerSeat);
        await caller.Page.SeesCameraOfAsync(RemotePicture, calleeSeat);
        await callee.Page.HearsAsync(RemoteSound, Person.Caller);
        await caller.Page.HearsAsync(RemoteSound, Person.Callee);

        await callee.HangUpAsync(callId);
        Assert.Equal("hangup", (await caller.CallInStateAsync("ended", callId)).Reason);
    }

    [Fact]
    public async Task Both_connect_while_it_rings_but_nothing_is_forwarded_before_the_answer()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(new Seat(BrowserKind.Chromium, Person.Callee));
        await caller.CaptureAsync();

        var callId = await caller.InviteAsync(_people.Callee, "video");
        await caller.NegotiateAsync(callId);
        await callee.CallInStateAsync("ringing", callId);
        await callee.NegotiateAsync(callId);

        await callee.Page.HearsSilenceAsync(RemoteSound);
        Assert.Null(await callee.Page.PictureAsync(RemotePicture));

        await callee.AcceptAsync(callId, "audio");
        await callee.Page.HearsAsync(RemoteSound, Person.Caller);
        await callee.Page.SeesCameraOfAsync(RemotePicture, CallerSeat);
    }

    [Fact]
    public async Task What_a_client_says_it_does_not_send_is_not_forwarded_even_if_it_is_sent()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(new Seat(BrowserKind.Chromium, Person.Callee));
        var callId = await EstablishAsync(caller, callee);
        await callee.Page.HearsAsync(RemoteSound, Person.Caller);

        await caller.SetMediaAsync(callId, audio: false, video: true);
        await callee.Page.HearsSilenceAsync(RemoteSound);
        await callee.Page.SeesCameraOfAsync(RemotePicture, CallerSeat);

        await caller.SetMediaAsync(callId, audio: true, video: true);
        await callee.Page.HearsAsync(RemoteSound, Person.Caller);
    }

    [Fact]
    public async Task A_new_offer_in_a_running_call_replaces_the_connection()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(new Seat(BrowserKind.Chromium, Person.Callee));
        var callId = await EstablishAsync(caller, callee);
        await callee.Page.HearsAsync(RemoteSound, Person.Caller);

        await caller.NegotiateAsync(callId);

        await callee.Page.HearsAsync(RemoteSound, Person.Caller);
        await callee.Page.SeesCameraOfAsync(RemotePicture, CallerSeat);
    }

    [Fact]
    public async Task Somebody_who_is_not_in_the_call_gets_no_media_and_learns_nothing_of_it()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(new Seat(BrowserKind.Chromium, Person.Callee));
        await using var third = await ProtocolClient.SignInAsync(park, new Seat(BrowserKind.Chromium, Person.Callee), _server, _people.Third);
        var callId = await EstablishAsync(caller, callee);

        var answer = await third.Page.EvaluateAsync<JsonElement>("callId => window.protocol.negotiate(callId)", callId);

        Assert.Equal("call_not_found", answer.GetProperty("code").GetString());
        Assert.Empty((await third.StateAsync()).Calls);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private Task<ProtocolClient> SignInAsync(Seat seat) => ProtocolClient.SignInAsync(park, seat, _server, _people.For(seat.Person));

    /// <summary>A video call from invitation to running.</summary>
    private async Task<string> EstablishAsync(ProtocolClient caller, ProtocolClient callee)
    {
        await caller.CaptureAsync();
        var callId = await caller.InviteAsync(_people.Callee, "video");
        await caller.NegotiateAsync(callId);
        await callee.CallInStateAsync("ringing", callId);
        await callee.NegotiateAsync(callId);
        await callee.CaptureAsync();
        await callee.AcceptAsync(callId, "video");
        await caller.CallInStateAsync("active", callId);
        await callee.CallInStateAsync("active", callId);
        return callId;
    }
}
