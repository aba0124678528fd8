namespace Sfu.Tests.Engine;

/// <summary>Tests that watch the collector run while no other test allocates.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
