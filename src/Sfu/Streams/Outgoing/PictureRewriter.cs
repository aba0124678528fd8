namespace Sfu.Streams.Outgoing;

/// <summary>
/// Lets the picture numbers of changing sources run on: decoders take a jump for a loss. Pictures of temporal layers that are held back are closed up
/// where the decoder counts pictures (VP8), and only there: VP9's pictures refer to one another by these numbers (RFC 9628 section 4.2).
/// </summary>
internal sealed class PictureRewriter
{
    private const int LongBits = 15;
    private const int ShortBits = 7;
    private const int Tl0Mask = 0xFF;

    // More pictures than come late.
    private const int Window = 128;

    private readonly GaplessNumbering _pictures = new(0, Window);
    private long _source;
    private int _tl0Offset;
    private int _lastTl0 = -1;
    private long _used = -1;
    private int _usedTl0 = -1;

    /// <summary>A new source starts with these numbers.</summary>
    public void Switch(PictureNumbers source)
    {
        _source = source.PictureId;
        _pictures.Switch(_source);
        _tl0Offset = _lastTl0 + 1 - source.Tl0PicIndex;
    }

    /// <summary>The numbers to send with these of the source; false for those of a picture that was held back, or is too old.</summary>
    public bool TryRewrite(PictureNumbers source, out PictureNumbers sent)
    {
        sent = source;
        if (source.PictureId >= 0)
        {
            if (!_pictures.TryRewrite(Unwrap(source), out long number))
            {
                return false;
            }

            sent = sent with { PictureId = (short)(number & ((1 << LongBits) - 1)) };
        }

        if (source.Tl0PicIndex >= 0)
        {
            sent = sent with { Tl0PicIndex = (short)((source.Tl0PicIndex + _tl0Offset) & Tl0Mask) };

            // Serial comparison: a late packet does not set the clock back.
            _lastTl0 = (sbyte)(sent.Tl0PicIndex - _lastTl0) > 0 ? sent.Tl0PicIndex : _lastTl0;
        }

        return true;
    }

    /// <summary>A packet with these numbers is sent.</summary>
    public void Use(PictureNumbers sent)
    {
        long picture = sent.PictureId < 0 ? _used : _pictures.Highest - ((_pictures.Highest - sent.PictureId) & ((1 << LongBits) - 1));
        if (picture >= _used)
        {
            _used = picture;
            _usedTl0 = sent.Tl0PicIndex >= 0 ? sent.Tl0PicIndex : _usedTl0;
        }
    }

    /// <summary>Nothing more is sent of what has numbers.</summary>
    public void Rewind()
    {
        _pictures.Rewind(_used);
        _lastTl0 = _usedTl0;
    }

    /// <summary>Holds a picture back.</summary>
    public void Skip(PictureNumbers source)
    {
        if (source.PictureId >= 0)
        {
            _pictures.Skip(Unwrap(source), out _);
        }
    }

    private long Unwrap(PictureNumbers source)
    {
        int shift = 32 - (source.IsShort ? ShortBits : LongBits);
        long full = _source + ((source.PictureId - (int)_source) << shift >> shift);
        _source = Math.Max(_source, full);
        return full;
    }
}
