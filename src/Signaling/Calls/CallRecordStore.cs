using Dapper;
using Sfu.Quality;
using Signaling.Accounts;
using Signaling.Storage;
using Signaling.Wire;

namespace Signaling.Calls;

/// <summary>The history of calls: one row a call, which each side reads in its own way.</summary>
internal sealed class CallRecordStore(IDatabase database, TimeProvider clock)
{
    /// <summary>Queues the record of a new call.</summary>
    public ValueTask StartAsync(Call call) => database.PostAsync(connection => connection.ExecuteAsync(
        "INSERT INTO calls (id, caller_id, callee_id, media, created_at) VALUES (@Id, @Caller, @Callee, @Media, @CreatedAt)",
        new
        {
            call.Id,
            Caller = call.Caller.Account,
            Callee = call.Callee.Account,
            Media = EnumText<CallMedia>.Of(call.Media),
            CreatedAt = SqlTime.From(call.CreatedAt),
        }));

    /// <summary>Queues that the call was answered.</summary>
    public ValueTask AnswerAsync(Call call) => database.PostAsync(connection => connection.ExecuteAsync(
        "UPDATE calls SET answered_at = @AnsweredAt WHERE id = @Id", new { call.Id, AnsweredAt = SqlTime.From(call.AnsweredAt) }));

    /// <summary>Queues how the call ended.</summary>
    public ValueTask EndAsync(Call call) => database.PostAsync(connection => connection.ExecuteAsync(
        """
        UPDATE calls SET ended_at = @EndedAt, caller_outcome = @Caller, callee_outcome = @Callee,
                         caller_quality = @CallerQuality, callee_quality = @CalleeQuality
        WHERE id = @Id
        """,
        new
        {
            call.Id,
            EndedAt = SqlTime.From(call.EndedAt),
            Caller = EnumText<CallReason>.Of(call.Ending!.Caller),
            Callee = EnumText<CallReason>.Of(call.Ending.Callee),
            CallerQuality = QualityText(call.CallerQuality),
            CalleeQuality = QualityText(call.CalleeQuality),
        }));

    /// <summary>At start: what a crash left open has failed.</summary>
    public Task CloseUnfinishedAsync() => database.WriteAsync(connection => connection.ExecuteAsync(
        "UPDATE calls SET ended_at = @now, caller_outcome = @failed, callee_outcome = @failed WHERE ended_at IS NULL",
        new { now = SqlTime.From(clock.GetUtcNow()), failed = EnumText<CallReason>.Of(CallReason.Failed) }));

    /// <summary>The ended calls of an account, newest first. Sees every call whose end was told before.</summary>
    public async Task<Page<CallRecord>> ListAsync(string reader, PageCursor before, int limit)
    {
        await database.FlushAsync();
        return await database.ReadAsync(async connection =>
        {
            // Both directions by their own index, at most a page of each.
            string Side(string self, string other, string outcome, string quality, CallDirection direction) =>
                $"""
                SELECT * FROM (
                    SELECT id AS call_id, {other} AS peer_id, '{EnumText<CallDirection>.Of(direction)}' AS direction, media,
                           {outcome} AS outcome, {quality} AS quality, created_at, answered_at, ended_at
                    FROM calls
                    WHERE {self} = @Reader AND ended_at IS NOT NULL AND (created_at, id) < (@Time, @Id)
                    ORDER BY created_at DESC, id DESC LIMIT @Rows) AS {EnumText<CallDirection>.Of(direction)}
                """;
            IEnumerable<(CallRecordRow Row, Profile With)> rows = await connection.QueryAsync<CallRecordRow, Profile, (CallRecordRow, Profile)>(
                $"""
                SELECT c.*, {ProfileSql.Columns}
                FROM ({Side("caller_id", "callee_id", "caller_outcome", "caller_quality", CallDirection.Outgoing)}
                      UNION ALL
                      {Side("callee_id", "caller_id", "callee_outcome", "callee_quality", CallDirection.Incoming)}) AS c
                JOIN accounts a ON a.id = c.peer_id
                ORDER BY c.created_at DESC, c.call_id DESC LIMIT @Rows
                """,
                (row, profile) => (row, profile),
                new { Reader = reader, before.Time, before.Id, Rows = limit + 1 },
                splitOn: "id");
            return Page<(CallRecordRow Row, Profile With)>
                .Cut(rows.AsList(), limit, row => new PageCursor(row.Row.CreatedAt, row.Row.CallId).ToString())
                .Select(row => row.Row.ToRecord(row.With));
        });
    }

    private static string? QualityText(QualityLevel? level) => level is { } known ? EnumText<QualityLevel>.Of(known) : null;
}
