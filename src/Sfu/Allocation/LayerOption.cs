using Sfu.Streams.Layers;

namespace Sfu.Allocation;

/// <summary>A quality that can be had.</summary>
/// <param name="Layer">Which.</param>
/// <param name="BitsPerSecond">What it costs on the wire, with all that it builds on.</param>
internal readonly record struct LayerOption(LayerId Layer, long BitsPerSecond);
