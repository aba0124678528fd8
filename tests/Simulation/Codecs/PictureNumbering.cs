namespace Simulation.Codecs;

/// <summary>The running numbers of a picture in VP8 and VP9 descriptors.</summary>
internal readonly record struct PictureNumbering(ushort PictureId, byte Tl0PicIndex, byte KeyIndex);
