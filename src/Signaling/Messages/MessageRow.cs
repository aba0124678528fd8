using Signaling.Storage;

namespace Signaling.Messages;

/// <summary><see cref="Message"/> as columns.</summary>
internal sealed class MessageRow
{
    public const string Columns = "m.id, m.sender_id, m.recipient_id, m.text, m.client_ref, m.sent_at, m.withheld";

    public required string Id { get; init; }

    public required string SenderId { get; init; }

    public required string RecipientId { get; init; }

    public required string Text { get; init; }

    public string? ClientRef { get; init; }

    public long SentAt { get; init; }

    public bool Withheld { get; init; }

    public Message ToMessage() => new(Id, SenderId, RecipientId, Text, SqlTime.To(SentAt), ClientRef);
}
