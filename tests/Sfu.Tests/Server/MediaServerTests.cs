using System.Net;
using System.Net.Sockets;
using Sfu.Admission;
using Sfu.Ice;
using Sfu.Net;
using Sfu.Tests.Sdp;
using Sfu.Workers;

namespace Sfu.Tests.Server;

/// <summary>The engine with its sockets: who gets in, and what is left when it is over.</summary>
public sealed class MediaServerTests : IAsyncDisposable
{
    private static readonly string Offer = SdpFixture.Text("chromium-audio-video");
    private readonly AdmissionTicketSigner _tickets = AdmissionTicketSigner.WithRandomKey();
    private readonly MediaServer _server;

    public MediaServerTests() => _server = Start(new MediaServerOptions());

    [Fact]
    public async Task A_ticket_of_this_server_opens_a_transport()
    {
        var answer = Assert.IsType<JoinResult.Answered>(await JoinAsync("room", "a"));
        Assert.Contains($" 127.0.0.1 {_server.Ports[0]} typ host", answer.Sdp);
        Assert.Contains("tcptype passive", answer.Sdp);
        Assert.Equal(new SlotDescription(0, "0", "1"), Assert.Single(answer.Slots));
        RoomReport? report = await _server.GetReportAsync("room", CancellationToken.None);
        Assert.Equal("a", Assert.Single(report!.Participants).Participant);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("nonsense")]
    [InlineData("e30.AAAA")]
    public async Task Anything_else_makes_nothing(string ticket)
    {
        var refused = Assert.IsType<JoinResult.Refused>(await _server.JoinAsync(ticket, Offer, CancellationToken.None));
        Assert.Equal(JoinError.TicketInvalid, refused.Error);
        var foreign = AdmissionTicketSigner.WithRandomKey().Sign(Ticket("room", "a"));
        refused = Assert.IsType<JoinResult.Refused>(await _server.JoinAsync(foreign, Offer, CancellationToken.None));
        Assert.Equal(JoinError.TicketInvalid, refused.Error);
        Assert.Null(await _server.GetReportAsync("room", CancellationToken.None));
    }

    [Fact]
    public async Task An_expired_ticket_is_refused_as_such()
    {
        string ticket = _tickets.Sign(Ticket("room", "a") with { ExpiresAt = DateTimeOffset.UtcNow.AddSeconds(-1) });
        var refused = Assert.IsType<JoinResult.Refused>(await _server.JoinAsync(ticket, Offer, CancellationToken.None));
        Assert.Equal(JoinError.TicketExpired, refused.Error);
    }

    [Fact]
    public async Task Who_was_removed_and_who_was_in_a_closed_room_does_not_come_back()
    {
        await JoinAsync("room", "a");
        await JoinAsync("room", "b");
        _server.Remove(new ParticipantKey("room", "a"));
        Assert.Equal(JoinError.TicketRevoked, Assert.IsType<JoinResult.Refused>(await JoinAsync("room", "a")).Error);
        Assert.IsType<JoinResult.Answered>(await JoinAsync("room", "b"));

        _server.CloseRoom("room");
        Assert.Equal(JoinError.TicketRevoked, Assert.IsType<JoinResult.Refused>(await JoinAsync("room", "b")).Error);
        Assert.Equal(JoinError.TicketRevoked, Assert.IsType<JoinResult.Refused>(await JoinAsync("room", "never seen")).Error);
        Assert.Null(await _server.GetReportAsync("room", CancellationToken.None));
        Assert.IsType<JoinResult.Answered>(await JoinAsync("another room", "a"));
    }

    [Fact]
    public async Task A_full_server_says_so()
    {
        await using MediaServer small = Start(new MediaServerOptions { ParticipantsPerWorker = 2 });
        Assert.IsType<JoinResult.Answered>(await JoinAsync("one", "a", small));
        Assert.Equal(JoinError.Capacity, Assert.IsType<JoinResult.Refused>(await JoinAsync("two", "b", small)).Error);
        Assert.IsType<JoinResult.Answered>(await JoinAsync("one", "its second party", small));
        Assert.Equal(JoinError.Capacity, Assert.IsType<JoinResult.Refused>(await JoinAsync("one", "a third", small)).Error);
        small.CloseRoom("one");
        Assert.IsType<JoinResult.Answered>(await JoinAsync("two", "b", small));
    }

    [Fact]
    public async Task The_same_offer_again_keeps_the_transport_and_one_with_other_credentials_replaces_it()
    {
        string first = Ufrag(await JoinAsync("room", "a"));
        Assert.Equal(first, Ufrag(await JoinAsync("room", "a")));
        string other = Offer.Replace("a=ice-ufrag:", "a=ice-ufrag:Other").Replace("o=- ", "o=- 9");
        Assert.NotEqual(first, Ufrag(await _server.JoinAsync(_tickets.Sign(Ticket("room", "a")), other, CancellationToken.None)));
        Assert.Single((await _server.GetReportAsync("room", CancellationToken.None))!.Participants);
    }

    [Fact]
    public async Task Rooms_are_spread_over_the_workers_and_a_room_stays_together()
    {
        await using MediaServer two = Start(new MediaServerOptions { Workers = 2 });
        string[] ports = await Task.WhenAll(
            PortAsync("one", "a", two), PortAsync("two", "b", two), PortAsync("one", "c", two), PortAsync("two", "d", two));
        Assert.Equal(ports[0], ports[2]);
        Assert.Equal(ports[1], ports[3]);
        Assert.NotEqual(ports[0], ports[1]);
    }

    [Fact]
    public async Task A_check_over_TCP_is_answered_in_the_same_frames()
    {
        var answer = Assert.IsType<JoinResult.Answered>(await JoinAsync("room", "a"));
        string password = answer.Sdp.Split("a=ice-pwd:")[1].Split('\r')[0];
        byte[] frame = new byte[300];
        var check = new StunWriter(frame.AsSpan(2), StunClass.Request, new byte[12]);
        check.WriteUsername(Ufrag(answer), "abcd");
        check.WritePriority(1);
        check.WriteControlling(1);
        check.WriteIntegrity(System.Text.Encoding.ASCII.GetBytes(password));
        check.WriteFingerprint();
        int length = Framing.Write(frame, check.Written.ToArray());

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _server.Ports[0]);
        NetworkStream stream = client.GetStream();
        foreach (byte one in frame.AsSpan(0, length).ToArray())
        {
            await stream.WriteAsync(new[] { one });
        }

        byte[] prefix = new byte[2];
        await stream.ReadExactlyAsync(prefix);
        byte[] response = new byte[(prefix[0] << 8) | prefix[1]];
        await stream.ReadExactlyAsync(response);
        Assert.True(StunMessage.TryParse(response, out StunMessage message));
        Assert.Equal(StunClass.Success, message.Class);
        Assert.True(message.TryGetXorMappedAddress(out TransportAddress mapped));
        Assert.Equal(((IPEndPoint)client.Client.LocalEndPoint!).Port, mapped.Port);
    }

    [Fact]
    public void A_port_that_is_taken_is_an_error_at_the_start()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)other.LocalEndPoint!).Port;
        var error = Assert.Throws<SocketException>(() => MediaServer.Start(
            new MediaServerOptions { Port = port, Listen = [IPAddress.Loopback] }, _tickets, TimeProvider.System));
        Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string Ufrag(JoinResult result) => Assert.IsType<JoinResult.Answered>(result).Sdp.Split("a=ice-ufrag:")[1].Split('\r')[0];

    private static AdmissionTicket Ticket(string room, string participant) =>
        new(Guid.NewGuid().ToString(), room, participant, ParticipantRights.All, 1, DateTimeOffset.UtcNow.AddMinutes(1));

    private MediaServer Start(MediaServerOptions options) =>
        MediaServer.Start(options with { Port = 0, Listen = [IPAddress.Loopback] }, _tickets, TimeProvider.System);

    private Task<JoinResult> JoinAsync(string room, string participant, MediaServer? server = null) =>
        (server ?? _server).JoinAsync(_tickets.Sign(Ticket(room, participant)), Offer, CancellationToken.None);

    private async Task<string> PortAsync(string room, string participant, MediaServer server) =>
        Assert.IsType<JoinResult.Answered>(await JoinAsync(room, participant, server)).Sdp.Split(" 127.0.0.1 ")[1].Split(' ')[0];
}
