namespace Signaling.Accounts;

/// <summary>Who may call an account; several add up.</summary>
/// <param name="Contacts">Accounts in its address book, if it granted access to that.</param>
/// <param name="Follows">Accounts that it follows.</param>
/// <param name="Verified">Verified accounts.</param>
/// <param name="Everyone">All accounts.</param>
internal sealed record AudienceChoice(bool Contacts, bool Follows, bool Verified, bool Everyone);
