using Signaling.Accounts;

namespace Signaling.Api;

/// <summary>Any part of <see cref="CallSettings"/>.</summary>
internal sealed record SettingsPatch
{
    public bool? CallsEnabled { get; init; }

    public AudiencePatch? Audience { get; init; }

    /// <summary>The settings with this part replaced.</summary>
    public CallSettings ApplyTo(CallSettings settings) => new(
        CallsEnabled ?? settings.CallsEnabled,
        new AudienceChoice(
            Audience?.Contacts ?? settings.Audience.Contacts,
            Audience?.Follows ?? settings.Audience.Follows,
            Audience?.Verified ?? settings.Audience.Verified,
            Audience?.Everyone ?? settings.Audience.Everyone));
}
