namespace Sfu.Streams.Outgoing;

/// <summary>Lets the picture numbers of changing sources run on: decoders take a jump for a loss.</summary>
internal struct PictureRewriter
{
    private const int PictureIdMask = 0x7FFF;
    private const int Tl0Mask = 0xFF;

    private int _pictureOffset;
    private int _tl0Offset;
    private int _lastPicture;
    private int _lastTl0;
    private bool _started;

    /// <summary>A new source starts with these numbers.</summary>
    public void Switch(PictureNumbers source)
    {
        if (_started)
        {
            _pictureOffset = _lastPicture + 1 - source.PictureId;
            _tl0Offset = _lastTl0 + 1 - source.Tl0PicIndex;
            return;
        }

        _lastPicture = source.PictureId;
        _lastTl0 = source.Tl0PicIndex;
        _started = true;
    }

    /// <summary>The numbers to send with these of the source.</summary>
    public readonly PictureNumbers Rewrite(PictureNumbers source) => new(
        (short)(source.PictureId < 0 ? -1 : (source.PictureId + _pictureOffset) & PictureIdMask),
        (short)(source.Tl0PicIndex < 0 ? -1 : (source.Tl0PicIndex + _tl0Offset) & Tl0Mask));

    /// <summary>Notes numbers that were sent.</summary>
    public void Note(PictureNumbers sent)
    {
        // Serial comparison in 15 and in 8 bits: a late packet does not set the clock back.
        if (sent.PictureId >= 0 && (short)((sent.PictureId - _lastPicture) << 1) > 0)
        {
            _lastPicture = sent.PictureId;
        }

        if (sent.Tl0PicIndex >= 0 && (sbyte)(sent.Tl0PicIndex - _lastTl0) > 0)
        {
            _lastTl0 = sent.Tl0PicIndex;
        }
    }
}
