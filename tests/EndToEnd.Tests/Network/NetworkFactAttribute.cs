namespace EndToEnd.Tests.Network;

/// <summary>A test that makes networks of its own; skipped, with the reason, where that is not permitted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NetworkFactAttribute : FactAttribute
{
    public NetworkFactAttribute() => Skip = PrivateNetwork.Obstacle;
}
