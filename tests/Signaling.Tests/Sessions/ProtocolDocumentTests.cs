using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Signaling.Calls;
using Signaling.Sessions;
using Signaling.Tests.Support;
using Signaling.Wire;

namespace Signaling.Tests.Sessions;

/// <summary>The WebSocket's messages against docs/protocol.md: whoever adds one, or a field of one, has to write it down.</summary>
public sealed class ProtocolDocumentTests
{
    private const int NormalClosure = 1000; // RFC 6455 section 7.4.1: the echo of a client's own

    public static TheoryData<string> Messages { get; } = new(
        typeof(ServerMessage).Assembly.GetTypes().Where(type => !type.IsAbstract && IsMessage(type)).Select(type => type.FullName!));

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_message_and_field_stands_in_the_protocol(string name)
    {
        Type type = typeof(ServerMessage).Assembly.GetType(name, throwOnError: true)!;
        if (type.IsSubclassOf(typeof(ServerMessage)))
        {
            Assert.Matches($"[`\"]{Regex.Escape(Empty(type).Type)}[`\"]", ProtocolDocument.Text);
        }

        JsonTypeInfo json = WireJson.Default.GetTypeInfo(type)!;
        Assert.NotNull(json);
        IEnumerable<JsonPropertyInfo> fields = json.Properties.Where(field => field.AssociatedParameter is not null || type.IsSubclassOf(typeof(ServerMessage)));
        Assert.All(fields, field => Assert.Matches($@"[`""{{ ,]{Regex.Escape(field.Name)}\b", ProtocolDocument.Text));
    }

    [Fact]
    public void Every_end_reason_stands_in_the_protocol() =>
        Assert.All(EnumText<CallReason>.All, reason => Assert.Matches($"(?m)^\\| .*`{reason}`.* \\|", ProtocolDocument.Text));

    [Fact]
    public void Every_close_code_stands_in_the_protocol()
    {
        SessionClose[] closes = [.. typeof(SessionClose).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Select(field => field.GetValue(null)).OfType<SessionClose>().Where(close => close.Code != NormalClosure)];

        Assert.NotEmpty(closes);
        Assert.All(closes, close => Assert.Contains($"| {close.Code} | server |", ProtocolDocument.Text, StringComparison.Ordinal));
    }

    /// <summary>The server's messages, and what clients send with its parts: read, and part of no answer.</summary>
    private static bool IsMessage(Type type) =>
        type.IsSubclassOf(typeof(ServerMessage))
        || (type.Namespace is "Signaling.Calls.Wire" or "Signaling.Sessions.Wire"
            && type.Name is "SessionStart" or "SessionRefresh" or "CallInvite" or "CallAccept" or "CallById" or "CallSetMedia" or "MediaOffer"
                or "MediaLayout" or "MediaTile" or "MediaReceived" or "ReceivedSlot");

    private static ServerMessage Empty(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors()[0];
        object?[] nothing = [.. constructor.GetParameters().Select(
            parameter => parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null)];
        return (ServerMessage)constructor.Invoke(nothing);
    }
}
