namespace Sfu;

/// <summary>
/// An instant of the media engine's clock: microseconds since an arbitrary start, monotonic. The engine never reads a clock;
/// its caller passes the time in, so that a test can run it in virtual time.
/// </summary>
/// <param name="Microseconds">Since the start of the clock.</param>
public readonly record struct MediaTime(long Microseconds) : IComparable<MediaTime>
{
    /// <summary>Later than every other instant: "no deadline".</summary>
    public static readonly MediaTime Never = new(long.MaxValue);

    /// <summary>The start of the clock.</summary>
    public static readonly MediaTime Zero;

    /// <summary>Microseconds between two instants.</summary>
    public static long operator -(MediaTime left, MediaTime right) => left.Microseconds - right.Microseconds;

    /// <summary>An instant so many microseconds later.</summary>
    public static MediaTime operator +(MediaTime left, long microseconds) => new(left.Microseconds + microseconds);

    /// <summary>Earlier than.</summary>
    public static bool operator <(MediaTime left, MediaTime right) => left.Microseconds < right.Microseconds;

    /// <summary>Later than.</summary>
    public static bool operator >(MediaTime left, MediaTime right) => left.Microseconds > right.Microseconds;

    /// <summary>Earlier than or the same.</summary>
    public static bool operator <=(MediaTime left, MediaTime right) => left.Microseconds <= right.Microseconds;

    /// <summary>Later than or the same.</summary>
    public static bool operator >=(MediaTime left, MediaTime right) => left.Microseconds >= right.Microseconds;

    /// <summary>The earlier of two.</summary>
    public static MediaTime Min(MediaTime left, MediaTime right) => left < right ? left : right;

    /// <summary>So many milliseconds, as microseconds.</summary>
    public static long Milliseconds(long milliseconds) => milliseconds * 1000;

    /// <summary>So many seconds, as microseconds.</summary>
    public static long Seconds(long seconds) => seconds * 1_000_000;

    /// <inheritdoc/>
    public int CompareTo(MediaTime other) => Microseconds.CompareTo(other.Microseconds);
}
