using Dapper;
using Signaling.Accounts;
using Signaling.Messages;
using Signaling.Storage;

namespace Signaling.Policy;

/// <summary>Gathers the facts about a pair of accounts.</summary>
internal sealed class CallFactsStore(IDatabase database, PolicyRules rules)
{
    // One statement for every pair, known or not, blocked or not: an answer takes the same way and does the same work, so
    // that the time it takes does not tell a block from an account that is gone.
    private const string Sql = """
        SELECT
            CASE WHEN caller.suspended = 0 THEN 1 ELSE 0 END AS caller_active,
            COALESCE(caller.premium, 0) AS caller_premium,
            COALESCE(caller.verified, 0) AS caller_verified,
            COALESCE(caller.calls_enabled, 0) AS caller_calls_enabled,
            CASE WHEN callee.suspended = 0 THEN 1 ELSE 0 END AS callee_active,
            COALESCE(callee.calls_enabled, 0) AS calls_enabled,
            COALESCE(callee.audience_contacts, 0) AS audience_contacts,
            COALESCE(callee.audience_follows, 0) AS audience_follows,
            COALESCE(callee.audience_verified, 0) AS audience_verified,
            COALESCE(callee.audience_everyone, 0) AS audience_everyone,
            EXISTS (SELECT 1 FROM blocks WHERE blocker_id = @caller AND blocked_id = @callee) AS caller_blocks,
            EXISTS (SELECT 1 FROM blocks WHERE blocker_id = @callee AND blocked_id = @caller) AS callee_blocks,
            EXISTS (SELECT 1 FROM follows WHERE follower_id = @callee AND followee_id = @caller) AS callee_follows,
            EXISTS (SELECT 1 FROM address_books WHERE account_id = @callee) AS granted_address_book,
            EXISTS (SELECT 1 FROM account_identifiers i JOIN address_book_entries e ON e.hash = i.hash
                    WHERE i.account_id = @caller AND e.account_id = @callee) AS in_address_book,
            EXISTS (SELECT 1 FROM messages WHERE conversation = @conversation AND sender_id = @callee AND withheld = 0) AS callee_messaged
        FROM (SELECT 1 AS one) AS always
        LEFT JOIN accounts caller ON caller.id = @caller AND caller.deleted = 0
        LEFT JOIN accounts callee ON callee.id = @callee AND callee.deleted = 0
        """;

    /// <summary>The facts about an attempt of <paramref name="caller"/> to call <paramref name="callee"/>.</summary>
    public async Task<CallFacts> GatherAsync(string caller, string callee, bool rateLimited)
    {
        CallFactsRow row = await database.ReadAsync(connection => connection.QueryFirstAsync<CallFactsRow>(
            Sql, new { caller, callee, conversation = ConversationKey.Of(caller, callee) }));
        return new CallFacts
        {
            Rules = rules,
            SelfCall = caller == callee,
            RateLimited = rateLimited,
            CallerActive = row.CallerActive,
            CallerPremium = row.CallerPremium,
            CallerVerified = row.CallerVerified,
            CallerCallsEnabled = row.CallerCallsEnabled,
            CalleeActive = row.CalleeActive,
            Blocked = row.CallerBlocks || row.CalleeBlocks,
            CalleeCallsEnabled = row.CallsEnabled,
            CalleeAudience = new AudienceChoice(row.AudienceContacts, row.AudienceFollows, row.AudienceVerified, row.AudienceEveryone),
            CalleeFollowsCaller = row.CalleeFollows,
            CalleeGrantedAddressBook = row.GrantedAddressBook,
            CallerInAddressBook = row.InAddressBook,
            CalleeMessagedCaller = row.CalleeMessaged,
        };
    }

    /// <summary>What would end a call that is on: asked again at the accept.</summary>
    public async Task<PairStanding> StandingAsync(string caller, string callee)
    {
        CallFactsRow row = await database.ReadAsync(connection => connection.QueryFirstAsync<CallFactsRow>(
            Sql, new { caller, callee, conversation = ConversationKey.Of(caller, callee) }));
        return new PairStanding(row.CallerActive && row.CalleeActive, row.CallerBlocks, row.CalleeBlocks);
    }
}
