using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Signaling.Sessions;

/// <summary>A client's message, read as far as its type. Any bytes give a frame or an error.</summary>
internal sealed class ClientFrame : IDisposable
{
    private const int MaximumDepth = 8;
    private const int MaximumRequestId = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaximumDepth, AllowDuplicateProperties = false };

    private readonly JsonDocument _document;

    private ClientFrame(JsonDocument document, string type, string? requestId)
    {
        _document = document;
        Type = type;
        RequestId = requestId;
    }

    /// <summary>The message's dotted name.</summary>
    public string Type { get; }

    /// <summary>What the answer echoes.</summary>
    public string? RequestId { get; }

    /// <summary>Reads a message.</summary>
    /// <param name="text">UTF-8; kept until the frame is disposed.</param>
    /// <param name="frame">The message, unless an error is returned.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? TryParse(ReadOnlyMemory<byte> text, out ClientFrame? frame)
    {
        frame = null;
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text, Options);
        }
        catch (JsonException)
        {
            return "The message is not JSON, is nested too deeply, or names a field twice.";
        }

        string? error = ReadEnvelope(document.RootElement, out string? type, out string? requestId);
        if (error is null)
        {
            frame = new ClientFrame(document, type!, requestId);
        }
        else
        {
            document.Dispose();
        }

        return error;
    }

    /// <summary>Reads the fields of a message of a known type.</summary>
    public bool TryRead<T>(JsonTypeInfo<T> type, out T message)
        where T : class
    {
        try
        {
            message = _document.Deserialize(type)!;
            return true;
        }
        catch (JsonException)
        {
            message = null!;
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _document.Dispose();

    private static string? ReadEnvelope(JsonElement root, out string? type, out string? requestId)
    {
        type = null;
        requestId = null;
        if (root.ValueKind != JsonValueKind.Object)
        {
            return "The message is not a JSON object.";
        }

        if (!TryReadText(root, "request_id", MaximumRequestId, out requestId))
        {
            return $"request_id must be a string of at most {MaximumRequestId} characters.";
        }

        return TryReadText(root, "type", MaximumRequestId, out type) && type is not null ? null : "The message has no type.";
    }

    private static bool TryReadText(JsonElement root, string name, int limit, out string? text)
    {
        text = null;
        if (!root.TryGetProperty(name, out JsonElement element) || element.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (element.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        try
        {
            text = element.GetString()!;
            return text.Length <= limit;
        }
        catch (InvalidOperationException)
        {
            // Escapes of half a surrogate pair are JSON, but no text.
            return false;
        }
    }
}
