using Rtp;
using Sfu.Net;

namespace Sfu.Tests.Net;

public sealed class TcpQueuePolicyTests
{
    private const int Video = 1000;
    private const int Audio = 120;

    private readonly TcpQueuePolicy _policy = new();
    private long _queued;

    [Fact]
    public void A_connection_that_keeps_up_takes_all()
    {
        for (int frame = 0; frame < 100; frame++)
        {
            Assert.True(Send(1, frame, Video, frame * 33));
            _queued = 0;
        }
    }

    [Fact]
    public void What_would_wait_long_is_dropped_by_whole_frames()
    {
        Assert.True(Send(1, frame: 1, Video, 0));
        Assert.True(Send(1, frame: 2, Video, 290));

        // The frame that was begun is completed, the next one is dropped as a whole, though the queue empties meanwhile.
        Assert.True(Send(1, frame: 2, Video, 310));
        Assert.False(Send(1, frame: 3, Video, 320));
        _queued = 0;
        Assert.False(Send(1, frame: 3, Video, 330));
        Assert.True(Send(1, frame: 4, Video, 340));
    }

    [Fact]
    public void Sound_waits_longer_than_pictures()
    {
        Assert.True(Send(1, frame: 1, Video, 0));
        Assert.True(Send(2, frame: 1, Audio, 900));
        Assert.False(Send(1, frame: 2, Video, 900));
        Assert.False(Send(2, frame: 2, Audio, 1_100));
    }

    [Fact]
    public void What_is_not_media_is_taken()
    {
        Assert.True(Send(1, frame: 1, Video, 0));
        Assert.True(_policy.Takes([22, 254, 253, 0], 6, _queued, 5_000));
    }

    [Fact]
    public void Any_number_of_sources_and_datagrams_is_borne()
    {
        for (int i = 0; i < 5_000; i++)
        {
            Send((uint)i, i, Video, i / 100);
        }

        _queued = 0;
        Assert.True(Send(1, frame: 1, Video, 10_000));
    }

    private bool Send(uint ssrc, int frame, int length, long now)
    {
        byte[] packet = new byte[length];
        RtpHeader.Write(packet, 96, false, 1, (uint)frame * 3000, ssrc);
        bool taken = _policy.Takes(packet, length + 2, _queued, now);
        _queued += taken ? length + 2 : 0;
        return taken;
    }
}
