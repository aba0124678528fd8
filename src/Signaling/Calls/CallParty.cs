using Signaling.Accounts;

namespace Signaling.Calls;

/// <summary>One side of a call.</summary>
/// <param name="Account">The account's id.</param>
/// <param name="Profile">The account as the other side saw it when the call began.</param>
internal sealed record CallParty(string Account, Profile Profile);
