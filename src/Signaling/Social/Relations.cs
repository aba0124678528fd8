using Signaling.Calls;
using Signaling.Policy;
using Signaling.Storage;

namespace Signaling.Social;

/// <summary>Follows and blocks.</summary>
internal sealed class Relations(IDatabase database, PolicyVersion version, CallDispatcher dispatcher, TimeProvider clock)
{
    /// <summary>Who follows whom.</summary>
    public RelationStore Follows { get; } = new(database, clock, RelationTable.Follows);

    /// <summary>Who blocks whom.</summary>
    public RelationStore Blocks { get; } = new(database, clock, RelationTable.Blocks);

    /// <summary>Blocks an account and ends a call with it.</summary>
    public async Task<RelationResult> BlockAsync(string owner, string other)
    {
        RelationResult result = await Blocks.AddAsync(owner, other);
        if (result == RelationResult.Done)
        {
            version.Advance();
            await dispatcher.TellAsync((board, now) => board.Block(owner, other, now));
        }

        return result;
    }
}
