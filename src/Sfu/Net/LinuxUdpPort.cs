using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Sfu.Memory;

namespace Sfu.Net;

/// <summary><see cref="IUdpPort"/> by <c>recvmmsg</c>, <c>ppoll</c> and an <c>eventfd</c>; sends by <see cref="LinuxUdpSender"/>.</summary>
internal sealed unsafe class LinuxUdpPort : IUdpPort
{
    private readonly Socket[] _sockets;
    private readonly int[] _descriptors;
    private readonly bool[] _ipv6;
    private readonly int _wake;
    private readonly LibC.PollDescriptor* _poll;
    private readonly MessageHeaders _incoming = new(ReceiveBatch.Capacity, ReceiveBatch.Capacity);
    private readonly LinuxUdpSender _sender;
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
        _sender = new LinuxUdpSender(_descriptors, _ipv6);
    }

    /// <inheritdoc/>
    public long SendFailures => _sender.Failures;

    /// <inheritdoc/>
    public void Wait(long timeoutMicroseconds)
    {
        LibC.TimeSpec timeout = LibC.TimeSpec.FromMicroseconds(timeoutMicroseconds);
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
    public void Send(Outbox outbox) => _sender.Send(outbox);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Socket socket in _sockets)
        {
            socket.Dispose();
        }

        _ = LibC.Close(_wake);
        NativeMemory.Free(_poll);
        _incoming.Dispose();
        _sender.Dispose();
    }

    private int Receive(ReceiveBatch batch, int socket)
    {
        for (int i = 0; i < ReceiveBatch.Capacity; i++)
        {
            _incoming.Vectors[i] = new LibC.IoVector { Base = batch.Pool.Pointer(batch[i]), Length = SlabPool.SlabSize };
            ref LibC.MessageHeader header = ref _incoming.Messages[i].Header;
            header.Vectors = _incoming.Vectors + i;
            header.VectorCount = 1;
            header.NameLength = SocketAddressCodec.MaximumLength;
        }

        int received = LibC.ReceiveMany(_descriptors[socket], _incoming.Messages, ReceiveBatch.Capacity, LibC.MsgDontWait, null);
        for (int i = 0; i < received; i++)
        {
            ref LibC.MultiMessageHeader message = ref _incoming.Messages[i];

            // A datagram that was cut is none of ours: nothing that WebRTC sends is larger than a slab.
            batch.Lengths[i] = (message.Header.Flags & LibC.MsgTruncated) == 0 ? (int)message.Length : 0;
            batch.Sources[i] = SocketAddressCodec.Read(
                new ReadOnlySpan<byte>(message.Header.Name, SocketAddressCodec.MaximumLength), _ipv6[socket], (uint)socket);
        }

        // An error here is EAGAIN, EINTR or a passing error of the network: the next turn tries again.
        batch.Count = Math.Max(0, received);
        return batch.Count;
    }
}
