using System.Text.Json.Serialization;

namespace Signaling.Messages;

/// <summary>A direct message.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="From">The sender's account.</param>
/// <param name="To">The recipient's account.</param>
/// <param name="Text">What was written.</param>
/// <param name="SentAt">When the server took it; strictly increasing within a conversation.</param>
/// <param name="ClientRef">The sender's own reference, which makes sending repeatable; shown to the sender only.</param>
internal sealed record Message(
    string Id,
    string From,
    string To,
    string Text,
    DateTimeOffset SentAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClientRef)
{
    /// <summary>The greatest length of a text, in UTF-16 units.</summary>
    public const int MaximumTextLength = 4000;

    /// <summary>The message as an account may see it.</summary>
    public Message For(string account) => account == From ? this : this with { ClientRef = null };
}
