namespace Signaling.Accounts;

/// <summary>What an account chose about being called.</summary>
/// <param name="CallsEnabled">Off: neither calls nor is called.</param>
/// <param name="Audience">Who may call it.</param>
internal sealed record CallSettings(bool CallsEnabled, AudienceChoice Audience)
{
    /// <summary>Of a new account.</summary>
    public static readonly CallSettings Default = new(true, new AudienceChoice(Contacts: true, Follows: true, Verified: false, Everyone: false));
}
