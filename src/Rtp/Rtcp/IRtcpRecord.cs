namespace Rtp.Rtcp;

/// <summary>An entry of fixed length that stands several times in a row in a packet.</summary>
/// <typeparam name="TSelf">The entry's own type.</typeparam>
public interface IRtcpRecord<TSelf>
    where TSelf : struct, IRtcpRecord<TSelf>
{
    /// <summary>Bytes of an entry.</summary>
    static abstract int Length { get; }

    /// <summary>Reads an entry from the start of a span of at least its length.</summary>
    static abstract TSelf Read(ReadOnlySpan<byte> data);

    /// <summary>Writes the entry to the start of a span of at least its length.</summary>
    void Write(Span<byte> data);
}
