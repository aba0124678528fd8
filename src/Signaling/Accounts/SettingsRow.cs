namespace Signaling.Accounts;

/// <summary><see cref="CallSettings"/> as columns.</summary>
internal sealed class SettingsRow
{
    public const string Columns = "calls_enabled, audience_contacts, audience_follows, audience_verified, audience_everyone";

    public bool CallsEnabled { get; init; }

    public bool AudienceContacts { get; init; }

    public bool AudienceFollows { get; init; }

    public bool AudienceVerified { get; init; }

    public bool AudienceEveryone { get; init; }

    public CallSettings ToSettings() =>
        new(CallsEnabled, new AudienceChoice(AudienceContacts, AudienceFollows, AudienceVerified, AudienceEveryone));
}
