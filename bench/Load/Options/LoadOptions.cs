using Load.Media;
using Rtp.Srtp;

namespace Load.Options;

/// <summary>What a run does; the flags of the command.</summary>
internal sealed record LoadOptions
{
    /// <summary>What is loaded.</summary>
    [Flag("--target", "What is loaded: server (by rooms of administrators), calls (the same server, by invitations), janus or limit.")]
    public TargetKind Target { get; init; }

    /// <summary>Its HTTP address; of the limit loop its media address.</summary>
    [Flag("--server", "Its HTTP address; of limit its media address, udp://127.0.0.1:5000.")]
    public Uri Server { get; init; } = new("http://127.0.0.1:8080");

    /// <summary>A file with the key of HS256 that the server believes, or null.</summary>
    [Flag("--token-key", "File with the server's HS256 key (tokens.key in its data directory).")]
    public string? TokenKey { get; init; }

    /// <summary>An administrator's token, or null.</summary>
    [Flag("--token", "A token with the role admin. Without both a demo server is asked for one.")]
    public string? Token { get; init; }

    /// <summary>The server's process on this machine; null asks the server.</summary>
    [Flag("--server-pid", "The server's process on this machine, if the server does not say it itself.")]
    public int? ServerProcess { get; init; }

    /// <summary>How many rooms.</summary>
    [Flag("--rooms", "How many rooms, or calls.")]
    public int Rooms { get; init; } = 1;

    /// <summary>Who send in each room, and receive the others who send.</summary>
    [Flag("--publishers", "Who send in each room, and receive the others who send.")]
    public int Publishers { get; init; } = 1;

    /// <summary>Who only receive in each room.</summary>
    [Flag("--subscribers", "Who only receive in each room.")]
    public int Subscribers { get; init; } = 50;

    /// <summary>Kilobits a second of pictures that each publisher sends; 0 for none.</summary>
    [Flag("--video-kbps", "Kilobits a second of pictures of each publisher; 0 for none.")]
    public int VideoKilobits { get; init; } = 1500;

    /// <summary>Whether publishers send sound.</summary>
    [Flag("--audio", "Publishers send sound.")]
    public bool Audio { get; init; }

    /// <summary>What pictures are encoded in.</summary>
    [Flag("--codec", "vp8 or h264.")]
    public MediaCodec Codec { get; init; } = MediaCodec.Vp8;

    /// <summary>What clients offer in <c>use_srtp</c>.</summary>
    [Flag("--srtp", "What clients offer: gcm128, gcm256 or cm80.")]
    public SrtpProfile Srtp { get; init; } = SrtpProfile.AeadAes128Gcm;

    /// <summary>When the packets of a picture leave.</summary>
    [Flag("--pacing", "burst: the packets of a picture leave at once; even: spread over its time.")]
    public Pacing Pacing { get; init; }

    /// <summary>The measured time.</summary>
    [Flag("--duration", "The measured time, such as 30s.")]
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Before it.</summary>
    [Flag("--warm-up", "Before it.")]
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Joins a second.</summary>
    [Flag("--join-rate", "Joins a second.")]
    public double JoinRate { get; init; } = 100;

    /// <summary>The probability with which each datagram is lost, each way.</summary>
    [Flag("--loss", "Probability with which each datagram is lost, each way, such as 1%.")]
    public double Loss { get; init; }

    /// <summary>Bad datagrams a second of each kind, as a multiple of the packets that publishers send; 0 for none.</summary>
    [Flag("--flood", "Bad input beside the media: of each kind so many times the packets that publishers send.")]
    public double Flood { get; init; }

    /// <summary>Of which kind.</summary>
    [Flag("--flood-kind", "all, random, unknown (media from an unknown address), stun (wrong password), replayed or corrupted.")]
    public FloodKind FloodKind { get; init; }

    /// <summary>Requests a second over REST beside the media; 0 for none.</summary>
    [Flag("--rest", "REST requests a second beside the media, of signed-in accounts (needs --token-key).")]
    public int Rest { get; init; }

    /// <summary>Whether subscribers are added until the server no longer keeps up.</summary>
    [Flag("--ramp", "Adds subscribers, or rooms where there are none, until loss > 0.1 % or p99 > 20 ms.")]
    public bool Ramp { get; init; }

    /// <summary>Microseconds from one look at the sockets to the next.</summary>
    [Flag("--turn-us", "Microseconds from one look at the sockets to the next.")]
    public int TurnMicroseconds { get; init; } = 2000;

    /// <summary>Where samples are kept.</summary>
    [Flag("--samples", "Directory of media samples.")]
    public string Samples { get; init; } = "artifacts/load-samples";

    /// <summary>Where the result is written as JSON, or null.</summary>
    [Flag("--json", "File for the result as JSON.")]
    public string? Json { get; init; }

    /// <summary>Whether publishers send pictures.</summary>
    public bool Video => VideoKilobits > 0;

    /// <summary><see cref="Srtp"/> as the flag says it.</summary>
    public string SrtpName => FlagValue.Format(Srtp)!;
}
