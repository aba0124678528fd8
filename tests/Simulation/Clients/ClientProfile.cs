using Rtp.Srtp;
using Simulation.Codecs;
using Simulation.World;

namespace Simulation.Clients;

/// <summary>What a simulated client is able to do.</summary>
internal sealed record ClientProfile
{
    /// <summary>As Chromium offers with the SDK; the cipher is the one that the server then prefers.</summary>
    public static readonly ClientProfile Browser = new() { AudioNack = true, Srtp = SrtpProfile.AesCm128HmacSha1Tag80 };

    /// <summary>One that gives no transport-wide feedback, but its own estimate.</summary>
    public static readonly ClientProfile EstimatingItself = Browser with { TransportFeedback = false };

    /// <summary>One that gives neither transport-wide feedback nor an estimate: receiver reports are all that it tells.</summary>
    public static readonly ClientProfile ReportingOnly = Browser with { TransportFeedback = false, Remb = false };

    public int OpusPayloadType { get; init; } = 111;

    public int VideoPayloadType { get; init; } = 96;

    public int RtxPayloadType { get; init; } = 97;

    public string VideoCodec { get; init; } = "VP8";

    /// <summary>Of RED (RFC 2198), which Chromium prefers where the server takes it; 0 for none.</summary>
    public int RedPayloadType { get; init; } = 63;

    /// <summary>The layers within one stream of the camera.</summary>
    public ScalabilityMode Layers { get; init; } = ScalabilityMode.L1T1;

    /// <summary>The rids of simulcast streams, the smallest picture first; empty for one stream.</summary>
    public IReadOnlyList<string> Rids { get; init; } = [];

    /// <summary>The most that the camera's encoder makes, in bits a second (libwebrtc's for 1280x720).</summary>
    public long MaximumVideoRate { get; init; } = 2_500_000;

    /// <summary>Whether it numbers by transport and gives feedback on it.</summary>
    public bool TransportFeedback { get; init; } = true;

    /// <summary>Whether it knows REMB.</summary>
    public bool Remb { get; init; } = true;

    /// <summary>Whether lost sound is asked for and sent again (<c>askForLostAudio</c> of the SDK).</summary>
    public bool AudioNack { get; init; }

    public int MidExtension { get; init; } = 1;

    public int AudioLevelExtension { get; init; } = 2;

    public int TransportSequenceExtension { get; init; } = 3;

    public int RidExtension { get; init; } = 4;

    public int RepairedRidExtension { get; init; } = 5;

    public int SendTimeExtension { get; init; } = 6;

    /// <summary>Of the Dependency Descriptor, which AV1 and H.264 have; 0 for none.</summary>
    public int DependencyDescriptorExtension { get; init; } = 7;

    public int PlayoutDelayExtension { get; init; } = 8;

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
