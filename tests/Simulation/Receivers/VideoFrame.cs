using Simulation.Codecs;

namespace Simulation.Receivers;

/// <summary>A frame of which every packet came.</summary>
/// <param name="First">The number of its first packet, in 64 bits.</param>
/// <param name="Last">The number of its last packet.</param>
/// <param name="Timestamp">Its media time, in 64 bits.</param>
/// <param name="EndsPicture">Whether its last packet has the marker.</param>
/// <param name="Bytes">Of its payloads.</param>
/// <param name="Info">What its first packet's descriptor says.</param>
internal sealed record VideoFrame(long First, long Last, long Timestamp, bool EndsPicture, int Bytes, PayloadInfo Info)
{
    /// <summary>Who it really is.</summary>
    public (uint Source, int Frame) Identity => (Info.Mark.Source, Info.Mark.Frame);
}
