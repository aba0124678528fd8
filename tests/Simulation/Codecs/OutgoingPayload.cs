namespace Simulation.Codecs;

/// <summary>What a packet of video carries.</summary>
/// <param name="Payload">Descriptor, mark, and zeros.</param>
/// <param name="Marker">Whether it ends a picture.</param>
/// <param name="Descriptor">Its Dependency Descriptor, or null.</param>
internal sealed record OutgoingPayload(byte[] Payload, bool Marker, byte[]? Descriptor);
