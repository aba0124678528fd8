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

    // A full send buffer drains within a batch's time on any real link; waiting longer would hold up what comes in. Counted by what was waited for, not
    // by the clock: a thread that the system lets wait longer has not had more time to send.
    private const int WaitMicroseconds = 2000;

    // A device whose queue is full does not say when it has room again; a socket that says so has not always room for a whole message.
    private const int PauseMicroseconds = 200;

    private readonly int[] _descriptors;
    private readonly bool[] _ipv6;
    private readonly MessageHeaders _headers = new(MessageCapacity, VectorCapacity);
    private readonly SegmentPlan _plan = new();
    private readonly SystemSend _send;
    private bool _segments;
    private int _waited;

    /// <summary>Sends through these sockets.</summary>
    /// <param name="descriptors">The sockets.</param>
    /// <param name="ipv6">Of which family each is.</param>
    /// <param name="send">What stands for <c>sendmmsg</c> in tests.</param>
    public LinuxUdpSender(int[] descriptors, bool[] ipv6, SystemSend? send = null)
    {
        _send = send ?? LibC.SendMany;
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

    /// <summary>The system call <c>sendmmsg</c>; its error is where <see cref="Marshal.GetLastPInvokeError"/> finds it.</summary>
    internal delegate int SystemSend(int socket, LibC.MultiMessageHeader* messages, uint count, int flags);

    /// <summary>Datagrams that the system did not take.</summary>
    public long Failures { get; private set; }

    /// <summary>
    /// Sends the UDP datagrams of an outbox. Waits a little where the system is full, once for all of them; what it has no room for then is given up.
    /// </summary>
    public void Send(Outbox outbox)
    {
        _waited = 0;
        ReadOnlySpan<OutgoingDatagram> entries = outbox.Entries;
        for (int socket = 0; socket < _descriptors.Length; socket++)
        {
            Send(entries, outbox.Pool, socket);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _headers.Dispose();

    private void Send(ReadOnlySpan<OutgoingDatagram> entries, SlabPool pool, int socket)
    {
        _plan.Build(entries, (uint)socket, _segments);
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

            Fill(messages++, vectors, group, entries, pool, _ipv6[socket]);
            vectors += group.Count;
        }

        SendAll(socket, messages);
    }

    private void Fill(int message, int vector, in SegmentGroup group, ReadOnlySpan<OutgoingDatagram> entries, SlabPool pool, bool ipv6)
    {
        ReadOnlySpan<int> order = _plan.Order.Slice(group.First, group.Count);
        for (int i = 0; i < order.Length; i++)
        {
            ref readonly OutgoingDatagram entry = ref entries[order[i]];
            _headers.Vectors[vector + i] = new LibC.IoVector { Base = pool.Pointer(entry.Slab), Length = (nuint)entry.Length };
        }

        ref LibC.MessageHeader header = ref _headers.Messages[message].Header;
        *(ushort*)header.Name = (ushort)(ipv6 ? LibC.AfInet6 : LibC.AfInet);
        header.NameLength = (uint)SocketAddressCodec.Write(
            entries[order[0]].Destination, ipv6, new Span<byte>(header.Name, SocketAddressCodec.MaximumLength));
        header.Vectors = _headers.Vectors + vector;
        header.VectorCount = (nuint)group.Count;
        if (group.Count == 1)
        {
            header.Control = null;
            header.ControlLength = 0;
            return;
        }

        _headers.Controls[message].Short = (ushort)group.SegmentSize;
        header.Control = _headers.Controls + message;
        header.ControlLength = (nuint)sizeof(LibC.ControlMessage);
    }

    private void SendAll(int socket, int count)
    {
        int done = 0;
        while (done < count)
        {
            int sent = _send(_descriptors[socket], _headers.Messages + done, (uint)(count - done), LibC.MsgDontWait);
            if (sent > 0)
            {
                done += sent;
                continue;
            }

            int error = Marshal.GetLastPInvokeError();
            if (IsPassing(error))
            {
                if (!TryWait(socket, error))
                {
                    CountFailures(done, count);
                    return;
                }

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

    // A path whose MTU is smaller than a segment refuses the message (EINVAL, EMSGSIZE), a device that cannot cut it as well (EIO).
    private bool TrySendOneByOne(int socket, int message, int error)
    {
        if (error is not (LibC.Einval or LibC.Emsgsize or LibC.Eio))
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
            while (_send(_descriptors[socket], &one, 1, LibC.MsgDontWait) != 1)
            {
                error = Marshal.GetLastPInvokeError();
                if (!IsPassing(error) || !TryWait(socket, error))
                {
                    Failures++;
                    break;
                }
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

    // No fault of the message: the socket's buffer, the device's queue or the kernel's memory is used up for the moment.
    private static bool IsPassing(int error) => error is LibC.Eintr or LibC.Eagain or LibC.Enobufs or LibC.Enomem;

    // False when the time for waiting is over.
    private bool TryWait(int socket, int error)
    {
        if (error == LibC.Eintr)
        {
            return true;
        }

        if (_waited >= WaitMicroseconds)
        {
            return false;
        }

        var descriptor = new LibC.PollDescriptor { Descriptor = _descriptors[socket], Events = LibC.PollOut };
        bool full = error == LibC.Eagain;
        LibC.TimeSpec timeout = LibC.TimeSpec.FromMicroseconds(full ? WaitMicroseconds - _waited : PauseMicroseconds);
        int ready = LibC.Poll(&descriptor, full ? 1u : 0u, &timeout, null);
        _waited += PauseMicroseconds;
        return ready > 0 || !full;
    }
}
