namespace EndToEnd.Tests.Network;

/// <summary>A test that makes networks of its own; skipped, with the reason, where that is not permitted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NetworkFactAttribute : FactAttribute
{
    /// <summary>Says what is needed.</summary>
    /// <param name="narrow">Whether links are made narrow, too.</param>
    public NetworkFactAttribute(bool narrow = false) => Skip = narrow ? PrivateNetwork.NarrowingObstacle : PrivateNetwork.Obstacle;
}
