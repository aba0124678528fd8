using Rtp.Srtp;
using Simulation.World;

namespace Simulation.Clients;

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

    /// <summary>
    /// Whether it and the engine have their SRTP keys from the start, instead of a DTLS handshake: quicker, and the same in every run.
    /// </summary>
    public bool AgreedKeys { get; init; }

    /// <summary>What the server's answer takes of its offer.</summary>
    public ServerFeatures Server { get; init; } = ServerFeatures.Production;
}
