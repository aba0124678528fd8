using Rtp.Rtcp;

namespace Micro.Rtcp;

/// <summary>A buffer to write RTCP into, and what was written last, to be read.</summary>
internal sealed class RtcpSample
{
    private readonly byte[] _buffer = new byte[1200];
    private readonly byte[] _kept = new byte[1200];
    private int _length;

    /// <summary>A writer at the start of the buffer.</summary>
    public RtcpWriter Writer => new(_buffer);

    /// <summary>Keeps what was written for <see cref="Packets"/>.</summary>
    /// <param name="length">Bytes of it.</param>
    public void Keep(int length)
    {
        _buffer.AsSpan(0, length).CopyTo(_kept);
        _length = length;
    }

    /// <summary>What was kept.</summary>
    public RtcpReader Packets => new(_kept.AsSpan(0, _length));
}
