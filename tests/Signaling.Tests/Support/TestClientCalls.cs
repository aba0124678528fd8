using System.Text.Json.Nodes;
using Sfu;

namespace Signaling.Tests.Support;

/// <summary>What clients do in calls.</summary>
internal static class TestClientCalls
{
    /// <summary>Offers, is answered, and lets the transport connect. Gives the name that the engine knows it by.</summary>
    public static async Task<ParticipantKey> JoinAsync(this TestClient client, TestServer server, string callId)
    {
        ParticipantKey participant = await client.OfferAsync(server, callId);
        await server.Media.RaiseAsync(new MediaEvent.Connected(participant));
        return participant;
    }

    /// <summary>Offers and is answered.</summary>
    public static async Task<ParticipantKey> OfferAsync(this TestClient client, TestServer server, string callId)
    {
        JsonNode answer = await client.RequestAsync("media.offer", ("call_id", callId), ("sdp", "v=0"));
        Assert.Equal("media.answer", answer.Text("type"));
        return new ParticipantKey(callId, answer.Text("sdp")!["answer for ".Length..]);
    }
}
