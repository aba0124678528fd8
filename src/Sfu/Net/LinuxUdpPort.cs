using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Sfu.Memory;

namespace Sfu.Net;

/// <summary><see cref="IUdpPort"/> by <c>recvmmsg</c>, <c>sendmmsg</c>, <c>ppoll</c> and an <c>eventfd</c>.</summary>
internal sealed unsafe class LinuxUdpPort : IUdpPort
{
    private const int SendCapacity = 256;

    // A full send buffer drains within a batch's time on any real link; waiting longer would hold up the other calls.
    private const int SendWaitMicroseconds = 2000;

    private readonly Socket[] _sockets;
    private readonly int[] _descriptors;
    private readonly bool[] _ipv6;
    private readonly int _wake;
    private readonly LibC.PollDescriptor* _poll;
    private readonly LibC.MultiMessageHeader* _incoming;
    private readonly LibC.MultiMessageHeader* _outgoing;
    private int _nextSocket;

    /// <summary>Takes over bound, non-blocking sockets.</summary>
    public LinuxUdpPort(Socket[] sockets)
    {
        _sockets = sockets;
        _descriptors = Array.ConvertAll(sockets, socket => (int)socket.Handle);
        _ipv6 = Array.ConvertAll(sockets, socket => socket.AddressFamily == AddressFamily.InterNetworkV6);
        _wake = LibC.EventFd(0, LibC.EventFdNonBlocking | LibC.EventFdCloseOnExec);
        if (_wake < 0)
        {
            throw new Win32Exception();
        }

        _poll = (LibC.PollDescriptor*)NativeMemory.AllocZeroed((nuint)(sockets.Length + 1), (nuint)sizeof(LibC.PollDescriptor));
        for (int i = 0; i < sockets.Length; i++)
        {
            _poll[i] = new LibC.PollDescriptor { Descriptor = _descriptors[i], Events = LibC.PollIn };
        }

        _poll[sockets.Length] = new LibC.PollDescriptor { Descriptor = _wake, Events = LibC.PollIn };
        _incoming = AllocateHeaders(ReceiveBatch.Capacity);
        _outgoing = AllocateHeaders(SendCapacity);
    }

    /// <inheritdoc/>
    public long SendFailures { get; private set; }

    /// <inheritdoc/>
    public void Wait(long timeoutMicroseconds)
    {
        LibC.TimeSpec timeout = ToTimeSpec(timeoutMicroseconds);
        int ready = LibC.Poll(_poll, (nuint)(_sockets.Length + 1), timeoutMicroseconds < 0 ? null : &timeout, null);
        if (ready < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != LibC.Eintr)
            {
                throw new Win32Exception(error);
            }

            return;
        }

        if (ready > 0 && (_poll[_sockets.Length].Returned & LibC.PollIn) != 0)
        {
            ulong count;
            _ = LibC.Read(_wake, &count, sizeof(ulong));
        }
    }

    /// <inheritdoc/>
    public void Wake()
    {
        ulong one = 1;
        _ = LibC.Write(_wake, &one, sizeof(ulong));
    }

    /// <inheritdoc/>
    public bool Receive(ReceiveBatch batch)
    {
        batch.Count = 0;
        for (int tried = 0; tried < _sockets.Length; tried++)
        {
            int socket = _nextSocket;
            _nextSocket = socket + 1 == _sockets.Length ? 0 : socket + 1;
            int received = Receive(batch, socket);
            if (received > 0)
            {
                return received == ReceiveBatch.Capacity || _sockets.Length > 1;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Send(Outbox outbox)
    {
        ReadOnlySpan<OutgoingDatagram> entries = outbox.Entries;
        for (int socket = 0; socket < _sockets.Length; socket++)
        {
            int filled = 0;
            foreach (ref readonly OutgoingDatagram entry in entries)
            {
                if (entry.Destination.Protocol != TransportProtocol.Udp || entry.Destination.Connection != (uint)socket)
                {
                    continue;
                }

                Fill(ref _outgoing[filled++], entry, outbox.Pool, _ipv6[socket]);
                if (filled == SendCapacity)
                {
                    SendAll(socket, filled);
                    filled = 0;
                }
            }

            SendAll(socket, filled);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Socket socket in _sockets)
        {
            socket.Dispose();
        }

        _ = LibC.Close(_wake);
        NativeMemory.Free(_poll);
        FreeHeaders(_incoming);
        FreeHeaders(_outgoing);
    }

    private static LibC.TimeSpec ToTimeSpec(long microseconds) =>
        new() { Seconds = (nint)(microseconds / 1_000_000), Nanoseconds = (nint)(microseconds % 1_000_000 * 1000) };

    // One block: headers, then vectors, then names.
    private static LibC.MultiMessageHeader* AllocateHeaders(int count)
    {
        int each = sizeof(LibC.MultiMessageHeader) + sizeof(LibC.IoVector) + 32;
        var headers = (LibC.MultiMessageHeader*)NativeMemory.AllocZeroed((nuint)count, (nuint)each);
        var vectors = (LibC.IoVector*)(headers + count);
        var names = (byte*)(vectors + count);
        for (int i = 0; i < count; i++)
        {
            headers[i].Header.Vectors = vectors + i;
            headers[i].Header.VectorCount = 1;
            headers[i].Header.Name = names + (i * 32);
        }

        return headers;
    }

    private static void FreeHeaders(LibC.MultiMessageHeader* headers) => NativeMemory.Free(headers);

    private static void Fill(ref LibC.MultiMessageHeader header, in OutgoingDatagram entry, SlabPool pool, bool ipv6)
    {
        header.Header.Vectors->Base = pool.Pointer(entry.Slab);
        header.Header.Vectors->Length = (nuint)entry.Length;
        *(ushort*)header.Header.Name = (ushort)(ipv6 ? LibC.AfInet6 : LibC.AfInet);
        header.Header.NameLength = (uint)SocketAddressCodec.Write(
            entry.Destination, ipv6, new Span<byte>(header.Header.Name, SocketAddressCodec.MaximumLength));
    }

    private int Receive(ReceiveBatch batch, int socket)
    {
        for (int i = 0; i < ReceiveBatch.Capacity; i++)
        {
            ref LibC.MessageHeader header = ref _incoming[i].Header;
            header.Vectors->Base = batch.Pool.Pointer(batch[i]);
            header.Vectors->Length = SlabPool.SlabSize;
            header.NameLength = SocketAddressCodec.MaximumLength;
        }

        int received = LibC.ReceiveMany(_descriptors[socket], _incoming, ReceiveBatch.Capacity, LibC.MsgDontWait, null);
        for (int i = 0; i < received; i++)
        {
            ref LibC.MultiMessageHeader message = ref _incoming[i];

            // A datagram that was cut is none of ours: nothing that WebRTC sends is larger than a slab.
            batch.Lengths[i] = (message.Header.Flags & LibC.MsgTruncated) == 0 ? (int)message.Length : 0;
            batch.Sources[i] = SocketAddressCodec.Read(
                new ReadOnlySpan<byte>(message.Header.Name, SocketAddressCodec.MaximumLength), _ipv6[socket], (uint)socket);
        }

        // An error here is EAGAIN, EINTR or a passing error of the network: the next turn tries again.
        batch.Count = Math.Max(0, received);
        return batch.Count;
    }

    private void SendAll(int socket, int count)
    {
        bool waited = false;
        int done = 0;
        while (done < count)
        {
            int sent = LibC.SendMany(_descriptors[socket], _outgoing + done, (uint)(count - done), LibC.MsgDontWait);
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
                    SendFailures += count - done;
                    return;
                }

                waited = true;
                continue;
            }

            // The error is the first message's own (unreachable, forbidden, too big): the others go on.
            SendFailures++;
            done++;
        }
    }

    private bool WaitWritable(int socket)
    {
        var descriptor = new LibC.PollDescriptor { Descriptor = _descriptors[socket], Events = LibC.PollOut };
        LibC.TimeSpec timeout = ToTimeSpec(SendWaitMicroseconds);
        return LibC.Poll(&descriptor, 1, &timeout, null) > 0;
    }
}
