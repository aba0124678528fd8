using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Sfu;
using Sfu.Admission;
using Signaling.Hosting;
using Signaling.Rooms;
using Signaling.Tests.Support;

namespace Signaling.Tests.Api;

public sealed class RoomTests
{
    private const string Participant = "/admin/rooms/big/participants/p1";

    [Fact]
    public async Task Rooms_are_off_unless_the_operator_says_so()
    {
        await using TestServer server = await TestServer.StartAsync();
        HttpResponseMessage refused = await server.Admin.PutAsJsonAsync(Participant, new { sdp = "v=0" });
        await refused.ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Empty(server.Media.Tickets);
    }

    [Fact]
    public async Task Only_the_role_admin_fills_rooms()
    {
        await using TestServer server = await TestServer.StartAsync(WithRooms);
        HttpClient alice = await server.PersonAsync("alice");
        await (await alice.PutAsJsonAsync(Participant, new { sdp = "v=0" })).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Empty(server.Media.Tickets);
    }

    [Fact]
    public async Task A_participant_joins_by_a_ticket_and_its_gate_is_open()
    {
        await using TestServer server = await TestServer.StartAsync(WithRooms);
        JsonNode answer = await (await server.Admin.PutAsJsonAsync(Participant, new { sdp = "v=0" })).JsonAsync();
        Assert.Equal("answer for p1", answer.Text("sdp"));
        Assert.Equal(ParticipantRights.All, Assert.Single(server.Media.Tickets).Rights);
        Assert.Equal(["join p1", "gate p1 open"], server.Media.Log);
    }

    [Fact]
    public async Task One_who_does_not_publish_has_the_right_to_receive_only()
    {
        await using TestServer server = await TestServer.StartAsync(WithRooms);
        await server.Admin.PutAsJsonAsync(Participant, new { sdp = "v=0", publish = false });
        Assert.Equal(ParticipantRights.Subscribe, Assert.Single(server.Media.Tickets).Rights);
    }

    [Fact]
    public async Task A_refusal_of_the_engine_is_told()
    {
        await using TestServer server = await TestServer.StartAsync(WithRooms);
        server.Media.Answer = (_, _) => Task.FromResult<JoinResult>(new JoinResult.Refused(JoinError.Capacity, "full"));
        await (await server.Admin.PutAsJsonAsync(Participant, new { sdp = "v=0" })).ProblemAsync(HttpStatusCode.ServiceUnavailable, "capacity");
        server.Media.Answer = (_, _) => Task.FromResult<JoinResult>(new JoinResult.Refused(JoinError.SdpMalformed, "no SDP"));
        await (await server.Admin.PutAsJsonAsync(Participant, new { sdp = "v=0" })).ProblemAsync(HttpStatusCode.BadRequest, "sdp_malformed");
    }

    [Fact]
    public async Task Participants_and_rooms_are_ended()
    {
        await using TestServer server = await TestServer.StartAsync(WithRooms);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Admin.DeleteAsync(Participant)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Admin.DeleteAsync("/admin/rooms/big")).StatusCode);
        Assert.Equal(["remove p1", "close r_big"], server.Media.Log);
    }

    [Fact]
    public async Task The_process_says_what_it_has_used()
    {
        await using TestServer server = await TestServer.StartAsync();
        JsonNode report = await server.Admin.GetJsonAsync("/admin/process");
        Assert.Equal(Environment.ProcessId, (int)report["process_id"]!);
        Assert.True((long)report["allocated_bytes"]! > 0);
        Assert.Equal(3, report["collections"]!.AsArray().Count);
    }

    private static ServerOptions WithRooms(string data) => TestServer.Options(data, rooms: new RoomOptions { Enabled = true });
}
