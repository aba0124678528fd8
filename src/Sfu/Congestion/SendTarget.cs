using Sfu.Rooms;
using Sfu.Streams;

namespace Sfu.Congestion;

/// <summary>
/// How fast a publisher is asked to send in a call of two: its sound, and pictures as the other side can take them. Told when it changes, and again now
/// and then, as telling it can fail: by REMB (draft-alvestrand-rmcat-remb-03), paced much as libwebrtc does it (RembThrottler), or through signaling.
/// </summary>
/// <param name="media">The publisher's.</param>
internal sealed class SendTarget(ParticipantMedia media)
{
    /// <summary>Stands for no limit.</summary>
    public const long Unlimited = 50_000_000;

    private const double NoticeableRise = 1.04;
    private const double NoticeableFall = 0.98;
    private const long RepeatInterval = 1_000_000;
    private const int RepeatsOfUnlimited = 2;

    private long _told = Unlimited;
    private MediaTime _toldAt;
    private int _repeats;

    /// <summary>Microseconds between two tellings at least.</summary>
    public long Interval { get; set; } = 100_000;

    /// <summary>Bits a second on the wire that the publisher is to send at most; <see cref="Unlimited"/> for no limit.</summary>
    public long BitsPerSecond { get; private set; } = Unlimited;

    /// <summary>When the publisher is to be told.</summary>
    public MediaTime NextDeadline { get; private set; } = MediaTime.Never;

    /// <summary>What its subscriber may use changed.</summary>
    public void Update(MediaTime now)
    {
        BitsPerSecond = Compute(now);
        if (BitsPerSecond > _told * NoticeableRise || BitsPerSecond < _told * NoticeableFall)
        {
            _repeats = RepeatsOfUnlimited;
            NextDeadline = MediaTime.Min(NextDeadline, now - _toldAt >= Interval ? now : _toldAt + Interval);
        }
    }

    /// <summary>Whether to tell it now; counts as told.</summary>
    public bool TryTake(MediaTime now)
    {
        if (NextDeadline > now)
        {
            return false;
        }

        _told = BitsPerSecond;
        _toldAt = now;
        _repeats--;
        NextDeadline = _told < Unlimited || _repeats > 0 ? now + RepeatInterval : MediaTime.Never;
        return true;
    }

    private long Compute(MediaTime now)
    {
        long audio = 0;
        long video = 0;
        bool limited = false;
        foreach (Publication publication in media.Publications)
        {
            if (publication.Kind == MediaKind.Audio)
            {
                audio += publication.BitsPerSecond(now);
            }
            else if (publication.Target < long.MaxValue)
            {
                limited = true;
                video += publication.Target;
            }
            else if (publication.Flowing)
            {
                return Unlimited;
            }
        }

        return limited ? Math.Min(audio + video, Unlimited) : Unlimited;
    }
}
