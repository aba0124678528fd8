namespace Signaling.Admin;

/// <summary>An account as administrators see it.</summary>
/// <param name="Id">The <c>sub</c> of its tokens.</param>
/// <param name="Handle">Unique without case.</param>
/// <param name="DisplayName">What people see.</param>
/// <param name="Premium">May place calls.</param>
/// <param name="Verified">Is who it says it is.</param>
/// <param name="Suspended">May do nothing for now.</param>
/// <param name="Identifiers">How many phone numbers and e-mail addresses are kept, as hashes.</param>
internal sealed record AdminUser(
    string Id, string Handle, string DisplayName, bool Premium, bool Verified, bool Suspended, int Identifiers);
