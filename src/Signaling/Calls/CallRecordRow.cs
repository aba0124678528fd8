using Sfu.Quality;
using Signaling.Accounts;
using Signaling.Storage;
using Signaling.Wire;

namespace Signaling.Calls;

/// <summary>A row of the history as one side reads it.</summary>
internal sealed class CallRecordRow
{
    public required string CallId { get; init; }

    public required string Direction { get; init; }

    public required string Media { get; init; }

    public required string Outcome { get; init; }

    public string? Quality { get; init; }

    public long CreatedAt { get; init; }

    public long? AnsweredAt { get; init; }

    public long EndedAt { get; init; }

    public CallRecord ToRecord(Profile with)
    {
        CallDirection direction = EnumText<CallDirection>.Parse(Direction);
        CallReason outcome = EnumText<CallReason>.Parse(Outcome);
        DateTimeOffset? answeredAt = SqlTime.To(AnsweredAt);
        DateTimeOffset endedAt = SqlTime.To(EndedAt);
        return new CallRecord(
            CallId,
            with,
            direction,
            EnumText<CallMedia>.Parse(Media),
            outcome,
            direction == CallDirection.Incoming && CallRecord.IsMissed(outcome, answeredAt),
            SqlTime.To(CreatedAt),
            answeredAt,
            endedAt,
            CallRecord.Duration(answeredAt, endedAt),
            Quality is null ? null : EnumText<QualityLevel>.Parse(Quality));
    }
}
