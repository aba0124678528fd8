namespace Load.Reports;

/// <summary>What a run found out; the JSON has these names in <c>snake_case</c>.</summary>
internal sealed record LoadReport
{
    /// <summary>What was loaded: server, janus or limit.</summary>
    public required string Target { get; init; }

    /// <summary>What clients offered: gcm128, gcm256 or cm80.</summary>
    public required string Srtp { get; init; }

    /// <summary>How many rooms.</summary>
    public required int Rooms { get; init; }

    /// <summary>Who send, in each room.</summary>
    public required int Publishers { get; init; }

    /// <summary>Who only receive, in each room.</summary>
    public required int Subscribers { get; init; }

    /// <summary>The measured time.</summary>
    public required double Seconds { get; init; }

    /// <summary>Clients that did not come so far as to receive media (or, if they only send, to be connected).</summary>
    public required int ClientsWithoutMedia { get; init; }

    /// <summary>Packets of media that publishers sent, without retransmissions.</summary>
    public required long ReceivedPackets { get; init; }

    /// <summary>Packets of media that reached a receiver for the first time, repaired ones too.</summary>
    public required long ForwardedPackets { get; init; }

    /// <summary>Packets that should have been forwarded: what was sent, times who receive it.</summary>
    public required long ExpectedPackets { get; init; }

    /// <summary>The share that never came.</summary>
    public required double Loss { get; init; }

    /// <summary>The same of pictures alone, which can be asked for again.</summary>
    public required double VideoLoss { get; init; }

    /// <summary>The same of sound alone, which is not asked for again.</summary>
    public required double AudioLoss { get; init; }

    /// <summary>
    /// Sequence numbers that never came, since the first of each stream. What is missing beyond these the server did not pass on: it may pause a stream for a
    /// receiver whose way it takes for too narrow.
    /// </summary>
    public required long SequenceGaps { get; init; }

    /// <summary>The share that did not come the first time.</summary>
    public required double LossBeforeRepair { get; init; }

    /// <summary><see cref="ReceivedPackets"/> a second.</summary>
    public required double ReceivedPacketsPerSecond { get; init; }

    /// <summary><see cref="ForwardedPackets"/> a second.</summary>
    public required double ForwardedPacketsPerSecond { get; init; }

    /// <summary>Megabits of payload a second that reached receivers.</summary>
    public required double ForwardedMegabitsPerSecond { get; init; }

    /// <summary>Payloads that arrived and were not what was sent.</summary>
    public required long ForeignPayloads { get; init; }

    /// <summary>Packets that came more than once.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Packets that receivers asked for again, a second.</summary>
    public required double NackPerSecond { get; init; }

    /// <summary>Of the forwarded packets, how many came as retransmissions.</summary>
    public required long RtxPackets { get; init; }

    /// <summary>Packets that publishers sent again on the server's request.</summary>
    public required long UplinkRtxPackets { get; init; }

    /// <summary>Requests for keyframes that publishers got.</summary>
    public required long KeyframeRequests { get; init; }

    /// <summary>One-way, of what came the first time.</summary>
    public required LatencyReport LatencyUs { get; init; }

    /// <summary>From the request to join to the first media, of those who receive.</summary>
    public required Percentiles SetupMs { get; init; }

    /// <summary>From the request to its answer.</summary>
    public required Percentiles JoinMs { get; init; }

    /// <summary>From the answer to the first answered connectivity check.</summary>
    public required Percentiles IceMs { get; init; }

    /// <summary>From there to the keys.</summary>
    public required Percentiles DtlsMs { get; init; }

    /// <summary>The server process's processor time for each forwarded packet.</summary>
    public required double CpuNsPerForwardedPacket { get; init; }

    /// <summary>Of that, its own code.</summary>
    public required double CpuUserNsPerForwardedPacket { get; init; }

    /// <summary>Of that, the system on its behalf.</summary>
    public required double CpuSystemNsPerForwardedPacket { get; init; }

    /// <summary>Of its media threads alone, where they can be told.</summary>
    public double? MediaCpuNsPerForwardedPacket { get; init; }

    /// <summary>The share of one core that each media thread took.</summary>
    public IReadOnlyList<double> MediaThreadCores { get; init; } = [];

    /// <summary>
    /// Forwarded packets for each second of processor time of the media thread that used most: what all of them would carry if each had a core of its own.
    /// </summary>
    public double? PacketsPerMediaThreadSecond { get; init; }

    /// <summary>The share of one core that the server took.</summary>
    public required double ServerCores { get; init; }

    /// <summary>The same of the generator.</summary>
    public required double GeneratorCpuNsPerForwardedPacket { get; init; }

    /// <summary>Managed memory that the server allocated.</summary>
    public double? AllocatedBytesPerForwardedPacket { get; init; }

    /// <summary>The same a second.</summary>
    public double? AllocatedBytesPerSecond { get; init; }

    /// <summary>Garbage collections of the server, of generations 0, 1 and 2; each is counted with the younger ones too.</summary>
    public IReadOnlyList<int>? Collections { get; init; }

    /// <summary>How long they held it up, in sum.</summary>
    public double? CollectionPauseMs { get; init; }

    /// <summary>Resident memory of the server, at the end of the measured time.</summary>
    public required long ServerRssBytes { get; init; }

    /// <summary>What each client cost in resident memory: the growth since before the first joined.</summary>
    public required double ServerRssBytesPerClient { get; init; }

    /// <summary>What the server's resident memory grew by during the measured time.</summary>
    public required long ServerRssGrowthBytes { get; init; }

    /// <summary>Datagrams that the generator could not send.</summary>
    public required long GeneratorSendFailures { get; init; }

    /// <summary>Bad datagrams sent beside the media, by their kind.</summary>
    public IReadOnlyDictionary<string, long>? Flood { get; init; }

    /// <summary>What the server dropped, by its reasons.</summary>
    public IReadOnlyDictionary<string, DropReport>? Drops { get; init; }

    /// <summary>Requests over REST beside the media.</summary>
    public RestReport? Rest { get; init; }
}
