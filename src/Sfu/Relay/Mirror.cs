using Sfu.Streams;

namespace Sfu.Relay;

/// <summary>
/// A publication of another shard as this one has it. Pictures come over only while somebody here subscribes to them; sound always does, since every shard
/// finds out who speaks.
/// </summary>
internal sealed class Mirror
{
    private readonly ShardLinks _links;
    private bool _started;

    /// <summary>Makes one without subscribers.</summary>
    /// <param name="owner">The publisher.</param>
    /// <param name="publication">What subscribers here see.</param>
    /// <param name="links">The way to the publisher's shard.</param>
    public Mirror(RemoteParticipant owner, Publication publication, ShardLinks links)
    {
        Owner = owner;
        Publication = publication;
        _links = links;
        Id = links.Add(this);
        if (publication.Kind == MediaKind.Audio)
        {
            Want(true);
        }
        else
        {
            publication.DemandChanged = Want;
        }
    }

    /// <summary>What its packets are marked with.</summary>
    public long Id { get; }

    /// <summary>The publisher.</summary>
    public RemoteParticipant Owner { get; }

    /// <summary>What subscribers here see.</summary>
    public Publication Publication { get; }

    /// <summary>Of the last packet that came.</summary>
    public int Epoch { get; set; }

    /// <summary>The publisher is gone.</summary>
    public void Close()
    {
        Want(false);
        _links.Remove(this);
    }

    private void Want(bool wanted)
    {
        if (wanted != _started)
        {
            _started = wanted;
            _links.Send(
                Owner.Shard,
                wanted
                    ? new ShardMessage.Start(Owner.Key, Publication.Mid, Id)
                    : new ShardMessage.Stop(Owner.Key, Publication.Mid, Id));
        }
    }
}
