using Load.Media;
using Rtp.Srtp;

namespace Load.Options;

/// <summary>What a run does; the flags of the command.</summary>
internal sealed record LoadOptions
{
    /// <summary>What is loaded.</summary>
    public TargetKind Target { get; init; }

    /// <summary>Its HTTP address; of the limit loop its media address.</summary>
    public required Uri Server { get; init; }

    /// <summary>A file with the key of HS256 that the server believes, or null.</summary>
    public string? TokenKey { get; init; }

    /// <summary>An administrator's token, or null.</summary>
    public string? Token { get; init; }

    /// <summary>The server's process on this machine; null asks the server.</summary>
    public int? ServerProcess { get; init; }

    /// <summary>How many rooms.</summary>
    public int Rooms { get; init; } = 1;

    /// <summary>Who send in each room, and receive the others who send.</summary>
    public int Publishers { get; init; } = 1;

    /// <summary>Who only receive in each room.</summary>
    public int Subscribers { get; init; } = 50;

    /// <summary>Kilobits a second of pictures that each publisher sends; 0 for none.</summary>
    public int VideoKilobits { get; init; } = 1500;

    /// <summary>Whether publishers send sound.</summary>
    public bool Audio { get; init; }

    /// <summary>What pictures are encoded in.</summary>
    public MediaCodec Codec { get; init; } = MediaCodec.Vp8;

    /// <summary>What clients offer in <c>use_srtp</c>.</summary>
    public SrtpProfile Srtp { get; init; } = SrtpProfile.AeadAes128Gcm;

    /// <summary>Whether the packets of a picture are spread over its time.</summary>
    public bool EvenPacing { get; init; }

    /// <summary>The measured time.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Before it.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Joins a second.</summary>
    public double JoinRate { get; init; } = 100;

    /// <summary>The probability with which each datagram is lost, each way.</summary>
    public double Loss { get; init; }

    /// <summary>Bad datagrams a second, as a multiple of the packets that publishers send; 0 for none.</summary>
    public double Flood { get; init; }

    /// <summary>Whether subscribers are added until the server no longer keeps up.</summary>
    public bool Ramp { get; init; }

    /// <summary>Microseconds from one look at the sockets to the next.</summary>
    public int TurnMicroseconds { get; init; } = 500;

    /// <summary>Where samples are kept.</summary>
    public required string Samples { get; init; }

    /// <summary>Where the result is written as JSON, or null.</summary>
    public string? Json { get; init; }

    /// <summary>Whether publishers send pictures.</summary>
    public bool Video => VideoKilobits > 0;

    /// <summary><see cref="Srtp"/> as the flag says it.</summary>
    public string SrtpName => Srtp switch
    {
        SrtpProfile.AeadAes256Gcm => "gcm256",
        SrtpProfile.AesCm128HmacSha1Tag80 => "cm80",
        _ => "gcm128",
    };
}
