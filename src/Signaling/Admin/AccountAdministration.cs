using Signaling.Calls;
using Signaling.Policy;
using Signaling.Sessions;

namespace Signaling.Admin;

/// <summary>Changes accounts, and lets suspension and deletion take effect at once.</summary>
internal sealed class AccountAdministration(
    AdminAccountStore store, PolicyVersion version, SessionRegistry sessions, CallDispatcher dispatcher)
{
    /// <summary>Makes or replaces an account.</summary>
    public Task<AdminOutcome> PutAsync(string id, AdminUserPut put) => SaveAsync(() => store.PutAsync(id, put));

    /// <summary>Changes parts of an account.</summary>
    public Task<AdminOutcome> PatchAsync(string id, AdminUserPatch patch) => SaveAsync(() => store.PatchAsync(id, patch));

    /// <summary>Deletes an account.</summary>
    /// <returns>False where there is no such account.</returns>
    public async Task<bool> DeleteAsync(string id)
    {
        bool existed = await store.DeleteAsync(id);
        if (existed)
        {
            await ShutOutAsync(id);
        }

        return existed;
    }

    private async Task<AdminOutcome> SaveAsync(Func<Task<AdminOutcome>> change)
    {
        AdminOutcome outcome;
        try
        {
            outcome = await change();
        }
        catch (AdminRefusedException refused)
        {
            outcome = new AdminOutcome.Refused(refused.Reason);
        }

        if (outcome is AdminOutcome.Saved { User: { Suspended: true } user })
        {
            await ShutOutAsync(user.Id);
        }

        return outcome;
    }

    private async Task ShutOutAsync(string id)
    {
        version.Advance();
        await dispatcher.TellAsync((board, now) => board.Suspend(id, now));
        sessions.CloseAccount(id, SessionClose.Suspended);
    }
}
