namespace Sfu.Streams.Outgoing;

/// <summary>
/// Gives the packets of changing sources one gapless numbering, and finds the source's number of one that was sent. A packet that is held
/// back leaves no gap; one that was lost before it came here does, so that the subscriber asks for it. A late packet keeps the number that was meant for it.
/// </summary>
internal sealed class SequenceRewriter
{
    private const int MaximumPieces = 16;

    // Packets of the source from a number on are sent with an offset; the newest piece is last.
    private readonly Piece[] _pieces = new Piece[MaximumPieces];
    private int _count;
    private long _highestSource;

    /// <summary>Starts numbering.</summary>
    /// <param name="first">The number of the first packet.</param>
    public SequenceRewriter(ushort first) => Highest = first - 1L;

    /// <summary>The highest number given, in 64 bits.</summary>
    public long Highest { get; private set; }

    /// <summary>The packet with this number is the first of a new source, or the first after a pause.</summary>
    public void Switch(long source)
    {
        _count = 0;
        Append(source, Highest + 1 - source);
        _highestSource = source - 1;
    }

    /// <summary>Holds a packet back.</summary>
    public void Skip(long source)
    {
        if (_count == 0 || source <= _highestSource)
        {
            return;
        }

        // Packets between the highest and this one may still come and keep their numbers; what follows closes the gap of this one.
        long offset = _pieces[_count - 1].Offset - 1;
        Append(source + 1, offset);
        _highestSource = source;
        Highest = Math.Max(Highest, source + offset);
    }

    /// <summary>The number to send a packet with; false for one from before the switch, or one that was held back.</summary>
    public bool TryRewrite(long source, out long number)
    {
        for (int i = _count - 1; i >= 0; i--)
        {
            if (source >= _pieces[i].From)
            {
                // Where another piece follows, the packet before it is the one that was held back.
                if (i + 1 < _count && source == _pieces[i + 1].From - 1)
                {
                    break;
                }

                number = source + _pieces[i].Offset;
                Highest = Math.Max(Highest, number);
                _highestSource = Math.Max(_highestSource, source);
                return true;
            }
        }

        number = 0;
        return false;
    }

    /// <summary>The source's number of a packet that was sent; false for one from before the switch or never sent.</summary>
    public bool TryInvert(ushort number, out long source)
    {
        long full = Highest + (short)(number - (ushort)Highest);
        for (int i = _count - 1; i >= 0 && full <= Highest; i--)
        {
            if (full >= _pieces[i].From + _pieces[i].Offset)
            {
                source = full - _pieces[i].Offset;
                return true;
            }
        }

        source = 0;
        return false;
    }

    private void Append(long from, long offset)
    {
        if (_count == MaximumPieces)
        {
            Array.Copy(_pieces, 1, _pieces, 0, MaximumPieces - 1);
            _count--;
        }

        _pieces[_count++] = new Piece(from, offset);
    }

    private readonly record struct Piece(long From, long Offset);
}
