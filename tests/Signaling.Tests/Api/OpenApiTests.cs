using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Signaling.Tests.Support;
using Signaling.Wire;

namespace Signaling.Tests.Api;

/// <summary>The OpenAPI document against docs/protocol.md.</summary>
public sealed partial class OpenApiTests(SharedServer shared) : IClassFixture<SharedServer>, IAsyncLifetime
{
    private static readonly string Protocol = ProtocolDocument.Text;

    private JsonNode _document = null!;

    public async Task InitializeAsync() => _document = await shared.Server.Http.GetJsonAsync("/openapi/v1.json");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void The_document_and_the_protocol_name_the_same_endpoints()
    {
        HashSet<string> described = [.. Operations().Select(operation => $"{operation.Method} {Parameter().Replace(operation.Path, "{}")}")];
        HashSet<string> written = [];
        foreach (Match row in EndpointRow().Matches(Protocol))
        {
            string path = Parameter().Replace(row.Groups["path"].Value.Split('?')[0], "{}");
            foreach (Match method in Method().Matches(row.Groups["methods"].Value))
            {
                written.Add($"{method.Value} {path}");
            }
        }

        written.ExceptWith(["GET /", "GET /openapi/v1.json"]);
        Assert.Equal(written.Order(), described.Order());
    }

    [Fact]
    public void Every_endpoint_documents_its_answer_and_its_errors()
    {
        foreach ((string path, string method, JsonNode operation) in Operations())
        {
            JsonObject responses = operation["responses"]!.AsObject();
            Assert.True(responses.Any(response => response.Key is "200" or "201" or "204"), $"{method} {path}");
            foreach ((string status, JsonNode? response) in responses.Where(response => response.Key[0] is '4' or '5'))
            {
                Assert.NotNull(response!["content"]?["application/problem+json"]?["schema"]);
                string[] codes = response.Text("description")!["code: ".Length..].Split(", ");
                Assert.All(codes, code => Assert.True(EnumText<ErrorCode>.TryParse(code, out _), $"{method} {path} {status} {code}"));
            }

            bool isOpen = path.StartsWith("/health", StringComparison.Ordinal);
            Assert.Equal(!isOpen, operation["security"] is not null);
            Assert.Equal(!isOpen, responses.ContainsKey("401"));
        }
    }

    [Theory]
    [InlineData("CallRecord", "direction", "incoming,outgoing")]
    [InlineData("CallRecord", "media", "audio,video")]
    [InlineData("Eligibility", "verdict", "self_call,caller_suspended,rate_limited,premium_required,calling_disabled,unavailable,not_allowed,message_required,allowed")]
    public void Enums_are_listed(string type, string property, string values)
    {
        JsonNode schema = _document.At($"components.schemas.{type}.properties.{property}")!;
        if (schema.Text("$ref") is { } reference)
        {
            schema = _document.At($"components.schemas.{reference.Split('/')[^1]}")!;
        }

        Assert.Equal(["string"], TypesOf(schema));
        Assert.Equal(values, string.Join(",", schema["enum"]!.AsArray().Select(value => value!.ToString())));
    }

    [Theory]
    [InlineData("Profile", "id,handle,display_name,premium,verified,following,followed_by,blocked")]
    [InlineData("Message", "id,from,to,text,sent_at,client_ref")]
    [InlineData("CallRecord", "id,with,direction,media,outcome,missed,created_at,answered_at,ended_at,duration_seconds,quality")]
    [InlineData("Problem", "type,title,status,code,retry_after")]
    public void Types_have_the_protocols_fields(string type, string fields)
    {
        JsonObject properties = _document.At($"components.schemas.{type}.properties")!.AsObject();
        Assert.Equal(fields, string.Join(",", properties.Select(property => property.Key)));
    }

    [Theory]
    [InlineData("Message", "sent_at", "string")]
    [InlineData("CallRecord", "answered_at", "null,string")]
    [InlineData("AdminCall", "answered_at", "null,string")]
    public void Times_are_described_as_such(string type, string property, string jsonTypes)
    {
        JsonNode schema = _document.At($"components.schemas.{type}.properties.{property}")!;

        Assert.Equal("date-time", schema.Text("format"));
        Assert.Equal(jsonTypes, string.Join(",", TypesOf(schema).Order()));
    }

    [Theory]
    [InlineData("ProfileList", "next_before")]
    [InlineData("Eligibility", "retry_after")]
    [InlineData("Message", "client_ref")]
    [InlineData("CallRecord", "answered_at,duration_seconds,quality")]
    [InlineData("Problem", "retry_after")]
    public void What_an_answer_may_leave_out_is_not_required(string type, string absent)
    {
        JsonNode schema = _document.At($"components.schemas.{type}")!;
        HashSet<string> optional = [.. schema["properties"]!.AsObject().Select(property => property.Key)];
        optional.ExceptWith(schema["required"]!.AsArray().Select(name => name!.ToString()));

        Assert.Equal(absent, string.Join(",", optional.Order()));
    }

    [Fact]
    public void Every_code_stands_in_the_protocol()
    {
        foreach (string code in EnumText<ErrorCode>.All)
        {
            Assert.Contains($"`{code}`", Protocol, StringComparison.Ordinal);
        }
    }

    private IEnumerable<(string Path, string Method, JsonNode Operation)> Operations() =>
        from path in _document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key.ToUpperInvariant(), operation.Value!);

    private static IEnumerable<string> TypesOf(JsonNode schema) =>
        schema["type"] is JsonArray several ? several.Select(type => type!.ToString()) : [schema.Text("type")!];

    [GeneratedRegex(@"^\| `(?<methods>(?:GET|PUT|POST|PATCH|DELETE)(?:` / `DELETE)?) (?<path>/[^`]*)`", RegexOptions.Multiline)]
    private static partial Regex EndpointRow();

    [GeneratedRegex("GET|PUT|POST|PATCH|DELETE")]
    private static partial Regex Method();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
