namespace Signaling.Calls;

/// <summary>A client's own name for its invitation, which makes inviting repeatable.</summary>
/// <param name="Device">Which invited.</param>
/// <param name="ClientRef">Its reference.</param>
internal readonly record struct CallReference(DeviceKey Device, string ClientRef);
