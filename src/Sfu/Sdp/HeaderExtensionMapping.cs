namespace Sfu.Sdp;

/// <summary><c>a=extmap</c> (RFC 8285 section 8).</summary>
/// <param name="Id">As written: valid on the wire are 1 to 14 and 16 to 255.</param>
/// <param name="Direction">In which directions the extension is used, as seen by the author.</param>
/// <param name="Uri">Names the extension.</param>
public sealed record HeaderExtensionMapping(int Id, MediaDirection Direction, string Uri);
