namespace Signaling.Policy;

/// <summary>The facts about a pair of accounts as columns.</summary>
internal sealed class CallFactsRow
{
    public bool CallerActive { get; init; }

    public bool CallerPremium { get; init; }

    public bool CallerVerified { get; init; }

    public bool CallerCallsEnabled { get; init; }

    public bool CalleeActive { get; init; }

    public bool CallsEnabled { get; init; }

    public bool AudienceContacts { get; init; }

    public bool AudienceFollows { get; init; }

    public bool AudienceVerified { get; init; }

    public bool AudienceEveryone { get; init; }

    public bool CallerBlocks { get; init; }

    public bool CalleeBlocks { get; init; }

    public bool CalleeFollows { get; init; }

    public bool GrantedAddressBook { get; init; }

    public bool InAddressBook { get; init; }

    public bool CalleeMessaged { get; init; }
}
