using Sfu;
using Sfu.Dtls;
using Sfu.Ice;
using Sfu.Net;
using Sfu.Relay;
using Sfu.Sdp;

namespace Simulation.World;

/// <summary>What reaches an engine from outside; with its times all that an engine's doings depend on.</summary>
internal abstract record EngineInput
{
    private EngineInput()
    {
    }

    /// <summary>Time has passed.</summary>
    public sealed record Advance : EngineInput
    {
        public static readonly Advance Instance = new();
    }

    /// <summary>A datagram has come.</summary>
    public sealed record Datagram(TransportAddress Source, byte[] Bytes) : EngineInput;

    /// <summary>A participant was admitted.</summary>
    /// <param name="Key">Its name.</param>
    /// <param name="Offer">Its SDP.</param>
    /// <param name="Credentials">The ICE credentials of the answer.</param>
    /// <param name="Features">What the answer takes.</param>
    /// <param name="SsrcSeed">For the sources of the answer.</param>
    /// <param name="Keys">Keys that both sides have already, or null for a DTLS handshake, which no trace can replay.</param>
    public sealed record Join(
        ParticipantKey Key, string Offer, IceCredentials Credentials, ServerFeatures Features, int SsrcSeed, AgreedKeys? Keys) : EngineInput
    {
        private NegotiatedSession? _session;

        /// <summary>What offer and answer agree on.</summary>
        public NegotiatedSession Session => _session ??= Signaling.Answer(Offer, Credentials, Features, SsrcSeed);

        /// <summary>What the handshake starts from, or null.</summary>
        public DtlsContext? Dtls => Keys is null ? Signaling.ServerContext : null;
    }

    /// <summary>A later offer of a participant was answered.</summary>
    /// <param name="Key">Its name.</param>
    /// <param name="Session">What offer and answer agree on.</param>
    /// <param name="Credentials">The ICE credentials of the answer.</param>
    public sealed record Update(ParticipantKey Key, NegotiatedSession Session, IceCredentials Credentials) : EngineInput;

    /// <summary>A gate was opened or closed.</summary>
    public sealed record Gate(ParticipantKey Key, bool Open) : EngineInput;

    /// <summary>A kind of media was muted, or is passed on again.</summary>
    public sealed record Mute(ParticipantKey Key, MediaKind Kind, bool Muted) : EngineInput;

    /// <summary>A client told how it shows its slots.</summary>
    public sealed record Layout(ParticipantKey Key, IReadOnlyList<SlotTile> Tiles) : EngineInput;

    /// <summary>A participant was ended.</summary>
    public sealed record Remove(ParticipantKey Key) : EngineInput;

    /// <summary>A room was ended.</summary>
    public sealed record Close(string Room) : EngineInput;

    /// <summary>A room is on other shards, too.</summary>
    public sealed record Share(string Room, IReadOnlyList<int> Peers) : EngineInput;

    /// <summary>Another shard has told something.</summary>
    public sealed record Message(int From, ShardMessage Content) : EngineInput;

    /// <summary>Packets of other shards are in the rings.</summary>
    public sealed record Relayed : EngineInput
    {
        public static readonly Relayed Instance = new();
    }
}
