namespace Signaling.Policy;

/// <summary>What the operator decides for all accounts.</summary>
internal sealed class PolicyRules
{
    /// <summary>Who may place calls.</summary>
    public PlaceRule Place { get; init; } = PlaceRule.Premium;

    /// <summary>Who needs a message from the callee first.</summary>
    public PriorMessageRule PriorMessage { get; init; } = PriorMessageRule.All;
}
