using System.Runtime.CompilerServices;

namespace Sfu.Streams;

/// <summary>Where the values of the extensions that are passed on lie in a packet's slab, in the order of <see cref="HeaderExtension"/>.</summary>
[InlineArray(ExtensionMap.ForwardedCount)]
internal struct ForwardedExtensions
{
    private ExtensionSlice _first;
}
