using System.Runtime.CompilerServices;

namespace Rtp.Codecs;

/// <summary>
/// For each of up to 32 chains, how many frame numbers back the chain's previous frame lies; 0 when the chain needs none
/// (AV1 RTP, appendix A.8.3, frame_chain_fdiff).
/// </summary>
[InlineArray(Capacity)]
public struct ChainDifferences
{
    /// <summary>The most chains there can be: one for each decode target.</summary>
    public const int Capacity = 32;

    private byte _first;
}
