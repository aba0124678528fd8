namespace Sfu.Streams;

/// <summary>A part of a slab.</summary>
/// <param name="Offset">Of the first byte.</param>
/// <param name="Length">Bytes; 0 is no value.</param>
internal readonly record struct ExtensionSlice(ushort Offset, byte Length);
