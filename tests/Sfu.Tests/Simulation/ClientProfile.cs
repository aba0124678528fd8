using Rtp.Srtp;

namespace Sfu.Tests.Simulation;

/// <summary>What a simulated client is able to do.</summary>
internal sealed record ClientProfile
{
    /// <summary>As Chromium offers.</summary>
    public static readonly ClientProfile Browser = new();

    public int OpusPayloadType { get; init; } = 111;

    public int VideoPayloadType { get; init; } = 96;

    public int RtxPayloadType { get; init; } = 97;

    public string VideoCodec { get; init; } = "VP8";

    public int MidExtension { get; init; } = 1;

    public int AudioLevelExtension { get; init; } = 2;

    public int TransportSequenceExtension { get; init; } = 3;

    public bool Rtx { get; init; } = true;

    public bool ReducedSizeRtcp { get; init; } = true;

    /// <summary>Receive-only pairs after its own.</summary>
    public int ExtraSlots { get; init; }

    public SrtpProfile Srtp { get; init; } = SrtpProfile.AeadAes128Gcm;

    /// <summary>Whether it offers to be the DTLS server.</summary>
    public bool Passive { get; init; }
}
