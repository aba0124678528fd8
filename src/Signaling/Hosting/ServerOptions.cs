using System.ComponentModel.DataAnnotations;
using Signaling.Calls;
using Signaling.Policy;
using Signaling.Rooms;
using Signaling.Social;
using Signaling.Tokens;
using SessionOptions = Signaling.Sessions.SessionOptions;

namespace Signaling.Hosting;

/// <summary>The whole configuration; the names of settings are these in <c>snake_case</c>.</summary>
internal sealed class ServerOptions
{
    /// <summary>The port of HTTP and WebSocket, on all addresses; 0 takes a free one.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 8080;

    /// <summary>Instead of a port: the addresses to listen on, such as <c>http://127.0.0.1:8080</c>.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Where the database and generated keys are kept.</summary>
    public string Data { get; init; } = "data";

    /// <summary>The built web client; by default <c>wwwroot</c> beside the program.</summary>
    public string? WebRoot { get; init; }

    /// <summary>Makes accounts to try the server with, and lets everybody sign in as them.</summary>
    public bool Demo { get; init; }

    public PolicyRules Policy { get; init; } = new();

    public CallOptions Calls { get; init; } = new();

    public SessionOptions Sessions { get; init; } = new();

    public IdentifierOptions Identifiers { get; init; } = new();

    public RoomOptions Rooms { get; init; } = new();

    public MediaOptions Media { get; init; } = new();

    public TokenOptions Tokens { get; init; } = new();

    public HttpOptions Http { get; init; } = new();

    public LogOptions Log { get; init; } = new();
}
