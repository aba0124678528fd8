using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Load.Targets;

/// <summary>One session of Janus's HTTP interface: requests, and the events that answer them (long polling).</summary>
internal sealed class JanusApi : IAsyncDisposable
{
    private const int EventsPerPoll = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http;
    private readonly string _session;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonNode>> _waiting = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _poll;
    private int _transactions;

    private JanusApi(HttpClient http, string session)
    {
        _http = http;
        _session = session;
        _poll = PollAsync();
    }

    /// <summary>Opens a session.</summary>
    public static async Task<JanusApi> OpenAsync(Uri server, CancellationToken cancellationToken)
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 16 }) { BaseAddress = server, Timeout = TimeSpan.FromMinutes(2) };
        try
        {
            using HttpResponseMessage response = await http.PostAsJsonAsync(
                "/janus", new JsonObject { ["janus"] = "create", ["transaction"] = "open" }, cancellationToken);
            JsonNode answer = (await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!;
            return new JanusApi(http, $"/janus/{answer["data"]!["id"]}");
        }
        catch (HttpRequestException error)
        {
            http.Dispose();
            throw new LoadException($"Janus at {server} cannot be used: {error.Message}");
        }
    }

    /// <summary>A new handle of the videoroom: one connection.</summary>
    public async Task<string> AttachAsync(CancellationToken cancellationToken)
    {
        JsonNode answer = await PostAsync(_session, new JsonObject { ["janus"] = "attach", ["plugin"] = "janus.plugin.videoroom" }, cancellationToken);
        return answer["data"]!["id"]!.ToString();
    }

    /// <summary>Sends a message to the videoroom.</summary>
    /// <returns>What it answers, at once or by an event, with <c>plugindata.data</c> and <c>jsep</c>.</returns>
    public async Task<JsonNode> SendAsync(string handle, JsonObject body, JsonObject? jsep, CancellationToken cancellationToken)
    {
        var message = new JsonObject { ["janus"] = "message", ["body"] = body };
        if (jsep is not null)
        {
            message["jsep"] = jsep;
        }

        JsonNode answer = await PostAsync($"{_session}/{handle}", message, cancellationToken);
        if ((string?)answer["plugindata"]?["data"]?["error"] is { } error)
        {
            throw new LoadException($"Janus refused: {error}");
        }

        return answer;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _poll;
        try
        {
            using HttpResponseMessage response = await _http.PostAsJsonAsync(_session, new JsonObject { ["janus"] = "destroy", ["transaction"] = "close" });
        }
        catch (HttpRequestException)
        {
            // It has ended.
        }

        _http.Dispose();
        _stop.Dispose();
    }

    private async Task<JsonNode> PostAsync(string path, JsonObject message, CancellationToken cancellationToken)
    {
        string transaction = $"t{Interlocked.Increment(ref _transactions)}";
        message["transaction"] = transaction;
        var answer = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[transaction] = answer;
        try
        {
            using HttpResponseMessage response = await _http.PostAsJsonAsync(path, message, cancellationToken);
            JsonNode reply = (await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!;
            return (string?)reply["janus"] switch
            {
                "ack" => await answer.Task.WaitAsync(Patience, cancellationToken),
                "success" => reply,
                _ => throw new LoadException($"Janus refused: {reply["error"]?["reason"] ?? reply}"),
            };
        }
        catch (TimeoutException)
        {
            throw new LoadException($"Janus did not answer {message["janus"]} in time.");
        }
        finally
        {
            _waiting.TryRemove(transaction, out _);
        }
    }

    private async Task PollAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                JsonNode? events = await _http.GetFromJsonAsync<JsonNode>($"{_session}?maxev={EventsPerPoll}", _stop.Token);
                foreach (JsonNode? happened in events is JsonArray list ? list : [events?.DeepClone()])
                {
                    if ((string?)happened?["janus"] == "event"
                        && (string?)happened["transaction"] is { } transaction
                        && _waiting.TryGetValue(transaction, out TaskCompletionSource<JsonNode>? waiting))
                    {
                        waiting.TrySetResult(happened);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }
}
