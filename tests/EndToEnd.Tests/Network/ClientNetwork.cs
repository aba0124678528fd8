namespace EndToEnd.Tests.Network;

/// <summary>One client's own network: a namespace with a single address.</summary>
/// <param name="Namespace">Its name, for <c>ip netns exec</c>.</param>
/// <param name="Address">The only address that a browser in there has.</param>
/// <param name="TrustedOrigin">The plain HTTP origin whose pages may capture media, though it is not localhost.</param>
/// <param name="Link">The device at this machine's end of its link.</param>
public sealed record ClientNetwork(string Namespace, string Address, string TrustedOrigin, string Link);
