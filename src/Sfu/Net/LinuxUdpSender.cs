using System.Runtime.InteropServices;
using Sfu.Memory;

namespace Sfu.Net;

/// <summary>
/// Sends by <c>sendmmsg</c>, what goes to one destination as one message where the system can cut it (<c>UDP_SEGMENT</c>): its way through the
/// kernel is then taken once for all of them.
/// </summary>
internal sealed unsafe class LinuxUdpSender : IDisposable
{
    private const int MessageCapacity = 256;
    private const int VectorCapacity = 2048;

    // A full send buffer drains within a batch's time on any real link; waiting longer would hold up the other calls.
    private const int WaitMicroseconds = 2000;

    private readonly int[] _descriptors;
    private readonly bool[] _ipv6;
    private readonly MessageHeaders _headers = new(MessageCapacity, VectorCapacity);
    private readonly SegmentPlan _plan = new();
    private bool _segments;

    /// <summary>Sends through these sockets.</summary>
    public LinuxUdpSender(int[] descriptors, bool[] ipv6)
    {
        _descriptors = descriptors;
        _ipv6 = ipv6;
        int value;
        uint length = sizeof(int);
        _segments = LibC.GetSocketOption(descriptors[0], LibC.SolUdp, LibC.UdpSegment, &value, &length) == 0;
        for (int i = 0; i < MessageCapacity; i++)
        {
            // CMSG_LEN of two bytes: the header and the value, without padding.
            _headers.Controls[i] = new LibC.ControlMessage { Length = 18, Level = LibC.SolUdp, Type = LibC.UdpSegment };
        }
    }

    /// <summary>Datagrams that the system did not take.</summary>
    public long Failures { get; private set; }

    /// <summary>Sends the UDP datagrams of an outbox.</summary>
    public void Send(Outbox outbox)
    {
        for (int socket = 0; socket < _descriptors.Length; socket++)
        {
            Send(outbox, socket);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _headers.Dispose();

    private void Send(Outbox outbox, int socket)
    {
        _plan.Build(outbox.Entries, (uint)socket, _segments);
        int messages = 0;
        int vectors = 0;
        foreach (ref readonly SegmentGroup group in _plan.Groups)
        {
            if (messages == MessageCapacity || vectors + group.Count > VectorCapacity)
            {
                SendAll(socket, messages);
                messages = 0;
                vectors = 0;
            }

            Fill(messages++, vectors, group, outbox, _ipv6[socket]);
            vectors += group.Count;
        }

        SendAll(socket, messages);
    }

    private void Fill(int message, int vector, in SegmentGroup group, Outbox outbox, bool ipv6)
    {
        ReadOnlySpan<int> order = _plan.Order.Slice(group.First, group.Count);
        for (int i = 0; i < order.Length; i++)
        {
            ref readonly OutgoingDatagram entry = ref outbox.Entries[order[i]];
            _headers.Vectors[vector + i] = new LibC.IoVector { Base = outbox.Pool.Pointer(entry.Slab), Length = (nuint)entry.Length };
        }

        ref LibC.MessageHeader header = ref _headers.Messages[message].Header;
        *(ushort*)header.Name = (ushort)(ipv6 ? LibC.AfInet6 : LibC.AfInet);
        header.NameLength = (uint)SocketAddressCodec.Write(
            outbox.Entries[order[0]].Destination, ipv6, new Span<byte>(header.Name, SocketAddressCodec.MaximumLength));
        header.Vectors = _headers.Vectors + vector;
        header.VectorCount = (nuint)group.Count;
        if (group.Count == 1)
        {
            header.Control = null;
            header.ControlLength = 0;
            return;
        }

        _headers.Controls[message].Value = (ushort)group.SegmentSize;
        header.Control = _headers.Controls + message;
        header.ControlLength = (nuint)sizeof(LibC.ControlMessage);
    }

    private void SendAll(int socket, int count)
    {
        bool waited = false;
        int done = 0;
        while (done < count)
        {
            int sent = LibC.SendMany(_descriptors[socket], _headers.Messages + done, (uint)(count - done), LibC.MsgDontWait);
            if (sent > 0)
            {
                done += sent;
                continue;
            }

            int error = Marshal.GetLastPInvokeError();
            if (error == LibC.Eintr)
            {
                continue;
            }

            if (error == LibC.Eagain)
            {
                if (waited || !WaitWritable(socket))
                {
                    CountFailures(done, count);
                    return;
                }

                waited = true;
                continue;
            }

            // The error is the first message's own (unreachable, forbidden, too big): the others go on.
            if (_headers.Messages[done].Header.VectorCount == 1 || !TrySendOneByOne(socket, done, error))
            {
                CountFailures(done, done + 1);
            }

            done++;
        }
    }

    // A path whose MTU is smaller than a segment refuses the message (EINVAL), a device that cannot cut it as well (EIO).
    private bool TrySendOneByOne(int socket, int message, int error)
    {
        if (error is not (LibC.Einval or LibC.Eio))
        {
            return false;
        }

        _segments &= error != LibC.Eio;
        LibC.MultiMessageHeader one = _headers.Messages[message];
        nuint count = one.Header.VectorCount;
        one.Header.VectorCount = 1;
        one.Header.Control = null;
        one.Header.ControlLength = 0;
        for (nuint i = 0; i < count; i++, one.Header.Vectors++)
        {
            if (LibC.SendMany(_descriptors[socket], &one, 1, LibC.MsgDontWait) != 1)
            {
                Failures++;
            }
        }

        return true;
    }

    private void CountFailures(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            Failures += (long)_headers.Messages[i].Header.VectorCount;
        }
    }

    private bool WaitWritable(int socket)
    {
        var descriptor = new LibC.PollDescriptor { Descriptor = _descriptors[socket], Events = LibC.PollOut };
        LibC.TimeSpec timeout = LibC.TimeSpec.FromMicroseconds(WaitMicroseconds);
        return LibC.Poll(&descriptor, 1, &timeout, null) > 0;
    }
}
