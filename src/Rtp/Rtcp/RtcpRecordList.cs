namespace Rtp.Rtcp;

/// <summary>The entries of a packet, read where they lie.</summary>
/// <typeparam name="T">The entry.</typeparam>
public readonly ref struct RtcpRecordList<T>
    where T : struct, IRtcpRecord<T>
{
    private readonly ReadOnlySpan<byte> _data;

    /// <summary>As many whole entries as the span holds.</summary>
    internal RtcpRecordList(ReadOnlySpan<byte> data)
    {
        _data = data;
        Count = data.Length / T.Length;
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The entry at a place, from 0 to <see cref="Count"/> - 1.</summary>
    public T this[int index] => T.Read(_data.Slice(index * T.Length, T.Length));

    /// <summary>Lets <c>foreach</c> walk over the entries.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Writes entries one after another.</summary>
    internal static void Write(Span<byte> data, ReadOnlySpan<T> records)
    {
        for (int i = 0; i < records.Length; i++)
        {
            records[i].Write(data[(i * T.Length)..]);
        }
    }

    /// <summary>Walks over the entries.</summary>
    public ref struct Enumerator
    {
        private readonly RtcpRecordList<T> _list;
        private int _index = -1;

        internal Enumerator(RtcpRecordList<T> list)
        {
            _list = list;
        }

        /// <summary>The entry that <see cref="MoveNext"/> came to.</summary>
        public readonly T Current => _list[_index];

        /// <summary>Goes on to the next entry.</summary>
        public bool MoveNext() => ++_index < _list.Count;
    }
}
