using Signaling.Accounts;

namespace Signaling.Demo;

/// <summary>The accounts that one can sign in as.</summary>
internal sealed record DemoUserList(IReadOnlyList<Account> Users);
