using System.Net;
using System.Text.Json.Nodes;

namespace Signaling.Tests.Support;

internal static class JsonExtensions
{
    /// <summary>A text field; a path has dots. Null when it is null or absent.</summary>
    public static string? Text(this JsonNode node, string path) => node.At(path)?.ToString();

    public static bool Flag(this JsonNode node, string path) => node.At(path)!.GetValue<bool>();

    public static JsonNode? At(this JsonNode node, string path)
    {
        JsonNode? at = node;
        foreach (string name in path.Split('.'))
        {
            at = at is JsonArray array ? array[int.Parse(name)] : at?[name];
        }

        return at;
    }

    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    public static async Task<JsonNode> GetJsonAsync(this HttpClient client, string path) => await (await client.GetAsync(path)).JsonAsync();

    /// <summary>Asserts a problem and gives it.</summary>
    public static async Task<JsonNode> ProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonNode problem = JsonNode.Parse(text)!;
        Assert.Equal(code, problem.Text("code"));
        Assert.Equal((int)status, problem["status"]!.GetValue<int>());
        Assert.False(string.IsNullOrWhiteSpace(problem.Text("title")));
        return problem;
    }
}
