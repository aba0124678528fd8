namespace Sfu.Streams.Incoming;

/// <summary>The sources (SSRC) of one participant that were heard, without those of retransmissions.</summary>
internal sealed class IncomingStreams(PacketCaches caches) : IDisposable
{
    /// <summary>A client has two sources for each publication and may change them on the way; more is an attack.</summary>
    public const int Maximum = 64;

    private const int VideoCachePackets = 1024;
    private const long VideoCacheAge = 1_000_000;

    // Enough for the redundancy of later packets, whose timestamps reach back a third of a second (RFC 2198 section 3).
    private const int AudioCachePackets = 16;
    private const long AudioCacheAge = 350_000;

    private readonly Dictionary<uint, IncomingStream> _streams = [];

    /// <summary>Whether the participant may send a packet again under its old index: not where that gives a key away (RFC 7714 section 8).</summary>
    public bool MayRepeat { get; set; }

    /// <summary>All of them.</summary>
    public Dictionary<uint, IncomingStream>.ValueCollection All => _streams.Values;

    /// <summary>The source with an identifier, or null.</summary>
    public IncomingStream? Find(uint ssrc) => _streams.GetValueOrDefault(ssrc);

    /// <summary>Adds a source that carries an encoding from now on; null when there are too many.</summary>
    public IncomingStream? TryAdd(uint ssrc, PublishedEncoding encoding, PayloadType payloadType)
    {
        if (_streams.Count >= Maximum)
        {
            return null;
        }

        // Only what can be sent again is worth keeping.
        PacketCache? cache = payloadType switch
        {
            { Kind: MediaKind.Audio } => caches.Add(AudioCachePackets, AudioCacheAge),
            { RetransmittedBy: >= 0 } => caches.Add(VideoCachePackets, VideoCacheAge),
            _ => null,
        };
        var stream = new IncomingStream(ssrc, encoding, payloadType, MayRepeat, cache);
        _streams.Add(ssrc, stream);
        encoding.Publication.Carry(stream);
        return stream;
    }

    /// <summary>Forgets a source.</summary>
    public void Remove(uint ssrc)
    {
        if (_streams.Remove(ssrc, out IncomingStream? stream))
        {
            if (ReferenceEquals(stream.Encoding.Stream, stream))
            {
                stream.Encoding.Stream = null;
            }

            Forget(stream);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IncomingStream stream in _streams.Values)
        {
            Forget(stream);
        }

        _streams.Clear();
    }

    private void Forget(IncomingStream stream)
    {
        if (stream.Cache is { } cache)
        {
            caches.Remove(cache);
        }
    }
}
