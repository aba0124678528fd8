using Signaling.Accounts;
using Signaling.Admin;
using Signaling.Messages;
using Signaling.Social;

namespace Signaling.Demo;

/// <summary>
/// The accounts of the demo and what stands between them: Alice and Carol can call each other at once; Alice and Bob
/// once each has written to the other; Dave follows Alice but is not premium; Eve knows nobody.
/// </summary>
internal sealed class DemoData(
    AccountStore accounts, AccountAdministration administration, Relations relations, MessageStore messages, AddressBookStore books)
{
    /// <summary>Makes what is not there; a second start changes nothing.</summary>
    public async Task SeedAsync()
    {
        foreach (DemoPerson person in DemoPerson.All)
        {
            if (await accounts.FindAsync(person.Id) is null)
            {
                await administration.PutAsync(person.Id, new AdminUserPut(
                    person.Handle, person.DisplayName, person.Premium, person.Verified, Identifiers: [person.Identifier]));
                await SeedRelationsAsync(person.Id);
            }
        }

        await SeedMessagesAsync();
    }

    private async Task SeedRelationsAsync(string id)
    {
        // An account is made after those it follows, or they follow it back when their turn comes.
        foreach ((string follower, string followee) in ((string, string)[])[
            ("u_alice", "u_bob"), ("u_bob", "u_alice"), ("u_alice", "u_carol"), ("u_bob", "u_carol"), ("u_carol", "u_bob"), ("u_dave", "u_alice")])
        {
            if ((follower == id || followee == id) && await accounts.FindAsync(follower) is not null)
            {
                await relations.Follows.AddAsync(follower, followee);
            }
        }

        if (id == "u_carol")
        {
            // Carol does not follow Alice: she has her in her address book.
            await books.ReplaceAsync(id, ["alice@example.org", "dave@example.org"]);
        }
    }

    private async Task SeedMessagesAsync()
    {
        // The references make this repeatable.
        await messages.SendAsync("u_alice", "u_carol", "Shall we look at the slides together?", "demo-1");
        await messages.SendAsync("u_carol", "u_alice", "Yes, call me when you have a minute.", "demo-2");
        await messages.SendAsync("u_alice", "u_bob", "Hi Bob! Write back, then I can call you.", "demo-3");
    }
}
