namespace Simulation.Receivers;

/// <summary>
/// Whether the picture numbers in descriptors are such that libwebrtc finds what a frame depends on: it takes a gap in VP8's picture identifiers for a loss,
/// and looks for the base layer frame by TL0PICIDX (RFC 7741 section 4.2, RFC 9628 section 4.2).
/// </summary>
internal sealed class NumberingCheck(string codec)
{
    private const int PictureIds = 0x8000;
    private const int Tl0Indices = 0x100;

    private VideoFrame? _last;
    private int _tl0 = -1;

    /// <summary>Frames whose numbers do not follow on those of the frame before them.</summary>
    public int Violations { get; private set; }

    /// <summary>Takes a frame that is decoded.</summary>
    public void Add(VideoFrame frame)
    {
        if (_last is { } last && frame.First == last.Last + 1)
        {
            Violations += FollowsOn(last, frame) ? 0 : 1;
        }

        _last = frame;
        _tl0 = frame.Info.Tl0PicIndex;
    }

    private bool FollowsOn(VideoFrame last, VideoFrame frame)
    {
        int step = Difference(frame.Info.PictureId, last.Info.PictureId, PictureIds);
        bool samePicture = frame.Timestamp == last.Timestamp;
        bool picture = codec switch
        {
            "VP8" => step == 1,
            "VP9" => samePicture ? step == 0 : step is > 0 and < PictureIds / 2,
            _ => true,
        };
        return picture && (frame.Info.Tl0PicIndex < 0 || _tl0 < 0 || Tl0FollowsOn(frame, samePicture));
    }

    private bool Tl0FollowsOn(VideoFrame frame, bool samePicture)
    {
        int step = Difference(frame.Info.Tl0PicIndex, _tl0, Tl0Indices);
        return frame.Info.Temporal > 0 || samePicture ? step == 0 : step == 1;
    }

    private static int Difference(int later, int earlier, int modulus) => (later - earlier + modulus) % modulus;
}
