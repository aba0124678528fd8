namespace Simulation.Network;

/// <summary>Links that several clients share, such as the line of one household.</summary>
internal sealed record Bottleneck(Link Up, Link Down);
