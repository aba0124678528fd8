using System.Text.Json.Serialization;
using Sfu.Quality;
using Signaling.Accounts;

namespace Signaling.Calls;

/// <summary>A call in the history of one of its sides.</summary>
/// <param name="Id">The call.</param>
/// <param name="With">The other side.</param>
/// <param name="Direction">Which way it went, seen from the reader.</param>
/// <param name="Media">What it started with.</param>
/// <param name="Outcome">Why it ended, as the reader is told.</param>
/// <param name="Missed">The reader was called, and it ended before an answer and not by the reader's own act.</param>
/// <param name="CreatedAt">The invitation.</param>
/// <param name="AnsweredAt">The accept.</param>
/// <param name="EndedAt">The end.</param>
/// <param name="DurationSeconds">From accept to end.</param>
/// <param name="Quality">How good the reader's connection mostly was.</param>
internal sealed record CallRecord(
    string Id,
    Profile With,
    CallDirection Direction,
    CallMedia Media,
    CallReason Outcome,
    bool Missed,
    DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? AnsweredAt,
    DateTimeOffset EndedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? DurationSeconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] QualityLevel? Quality)
{
    /// <summary>Whether a callee missed a call with this outcome.</summary>
    public static bool IsMissed(CallReason calleeOutcome, DateTimeOffset? answeredAt) => answeredAt is null
        && calleeOutcome is CallReason.NoAnswer or CallReason.Cancelled or CallReason.Busy or CallReason.Failed or CallReason.Policy;

    /// <summary>The record of an ended call, for its callee.</summary>
    public static CallRecord ForCallee(Call call) => new(
        call.Id,
        call.Caller.Profile,
        CallDirection.Incoming,
        call.Media,
        call.Ending!.Callee,
        IsMissed(call.Ending.Callee, call.AnsweredAt),
        call.CreatedAt,
        call.AnsweredAt,
        call.EndedAt!.Value,
        Duration(call.AnsweredAt, call.EndedAt.Value),
        call.CalleeQuality);

    /// <summary>Whole seconds from accept to end, as the timer of a call shows them.</summary>
    public static int? Duration(DateTimeOffset? answeredAt, DateTimeOffset endedAt) =>
        answeredAt is { } start ? (int)(endedAt - start).TotalSeconds : null;
}
