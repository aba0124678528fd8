namespace Sfu.Dtls;

/// <summary>Packs records into datagrams of at most the MTU, whole records only (RFC 6347 section 4.1.1), and queues them.</summary>
/// <param name="mtu">The longest datagram in bytes.</param>
internal sealed class DtlsDatagramQueue(int mtu)
{
    private readonly Queue<byte[]> _datagrams = new();

    /// <summary>Queues records that OpenSSL wrote, several to a datagram where they fit.</summary>
    internal void Enqueue(ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
        {
            int length = 0;
            while (DtlsRecord.TryRead(records[length..], out DtlsRecord record) && (length == 0 || length + record.TotalLength <= mtu))
            {
                length += record.TotalLength;
            }

            // OpenSSL writes nothing but whole records; should that ever change, what it wrote leaves as it is.
            length = length == 0 ? records.Length : length;
            _datagrams.Enqueue(records[..length].ToArray());
            records = records[length..];
        }
    }

    /// <summary>Takes the oldest datagram; false if there is none.</summary>
    /// <exception cref="ArgumentException">The buffer is shorter than the MTU.</exception>
    internal bool TryDequeue(Span<byte> buffer, out int length)
    {
        if (buffer.Length < mtu)
        {
            throw new ArgumentException($"A buffer for datagrams has at least {mtu} bytes, not {buffer.Length}.", nameof(buffer));
        }

        bool any = _datagrams.TryDequeue(out byte[]? datagram);
        datagram?.CopyTo(buffer);
        length = datagram?.Length ?? 0;
        return any;
    }
}
