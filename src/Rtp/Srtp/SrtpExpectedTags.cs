namespace Rtp.Srtp;

/// <summary>
/// The tags of HMAC-SHA1 that packets which came together ought to have, computed side by side before the packets are looked at one by one. A guess: each is
/// computed under the index that its packet has if the packets before it change nothing about that. AES-GCM's packets have none. One object for
/// each thread.
/// </summary>
public sealed unsafe class SrtpExpectedTags
{
    // Of more packets in a batch, those that follow are authenticated one by one.
    private const int Capacity = 256;

    private readonly SrtpTagBatch _batch = new();

    // Pinned: tags are written by address.
    private readonly SrtpExpectedTag[] _tags = GC.AllocateArray<SrtpExpectedTag>(Capacity, pinned: true);
    private int _count;

    /// <summary>Packets from which on it is worth it.</summary>
    public static int WorthwhileCount => SrtpTagBatch.WorthwhileLanes;

    /// <summary>The tag of a packet, by the order of <see cref="Add"/>, after <see cref="Complete"/>.</summary>
    public SrtpExpectedTag this[int packet] => packet < _count ? _tags[packet] : default;

    /// <summary>Begins with other packets.</summary>
    public void Clear() => _count = 0;

    /// <summary>Adds a packet, which must stay as and where it is until <see cref="Complete"/>.</summary>
    /// <param name="receiver">Who will take it; null where there is nothing to compute.</param>
    /// <param name="packet">The whole packet as received.</param>
    /// <param name="length">Bytes of it.</param>
    public void Add(SrtpReceiver? receiver, byte* packet, int length)
    {
        if (_count == Capacity)
        {
            return;
        }

        ref SrtpExpectedTag tag = ref _tags[_count++];
        tag = default;
        if (receiver is { Lanes: { } transform } && receiver.TryEstimate(new ReadOnlySpan<byte>(packet, length), out uint rolloverCounter))
        {
            _batch.Add(new()
            {
                Key = transform.Authenticator,
                Message = packet,
                Length = length - transform.TagLength,
                Word = rolloverCounter,
                Tag = tag.Prepare(transform.Authenticator, rolloverCounter),
                TagLength = transform.TagLength,
            });
        }
    }

    /// <summary>Computes all tags.</summary>
    public void Complete() => _batch.Complete();
}
