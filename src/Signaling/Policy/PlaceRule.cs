namespace Signaling.Policy;

/// <summary>Who may place calls.</summary>
internal enum PlaceRule
{
    /// <summary>Premium accounts.</summary>
    Premium,

    /// <summary>All accounts.</summary>
    Everyone,
}
