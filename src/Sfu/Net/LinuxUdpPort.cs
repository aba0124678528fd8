using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Sfu.Memory;

namespace Sfu.Net;

/// <summary><see cref="IUdpPort"/> by <c>ppoll</c>, an <c>eventfd</c>, <see cref="LinuxUdpReceiver"/> and <see cref="LinuxUdpSender"/>.</summary>
internal sealed unsafe class LinuxUdpPort : IUdpPort
{
    private readonly Socket[] _sockets;
    private readonly bool[] _readable;
    private readonly int _wake;
    private readonly LibC.PollDescriptor* _poll;
    private readonly LinuxUdpReceiver _receiver;
    private readonly LinuxUdpSender _sender;
    private int _nextSocket;

    /// <summary>Takes over bound, non-blocking sockets.</summary>
    public LinuxUdpPort(Socket[] sockets)
    {
        _sockets = sockets;
        _readable = new bool[sockets.Length];
        int[] descriptors = Array.ConvertAll(sockets, socket => (int)socket.Handle);
        bool[] ipv6 = Array.ConvertAll(sockets, socket => socket.AddressFamily == AddressFamily.InterNetworkV6);
        _wake = LibC.EventFd(0, LibC.EventFdNonBlocking | LibC.EventFdCloseOnExec);
        if (_wake < 0)
        {
            throw new Win32Exception();
        }

        _poll = (LibC.PollDescriptor*)NativeMemory.AllocZeroed((nuint)(sockets.Length + 1), (nuint)sizeof(LibC.PollDescriptor));
        for (int i = 0; i < sockets.Length; i++)
        {
            _poll[i] = new LibC.PollDescriptor { Descriptor = descriptors[i], Events = LibC.PollIn };
        }

        _poll[sockets.Length] = new LibC.PollDescriptor { Descriptor = _wake, Events = LibC.PollIn };
        _receiver = new LinuxUdpReceiver(descriptors, ipv6);
        _sender = new LinuxUdpSender(descriptors, ipv6);
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

        for (int i = 0; i < _sockets.Length; i++)
        {
            // An error that waits at a socket is taken, like a datagram, by receiving.
            _readable[i] = ready > 0 && _poll[i].Returned != 0;
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
        batch.Clear();
        for (int tried = 0; tried < _sockets.Length; tried++)
        {
            int socket = _nextSocket;
            _nextSocket = socket + 1 == _sockets.Length ? 0 : socket + 1;
            if (_readable[socket])
            {
                _readable[socket] = _receiver.Receive(batch, socket);
                return Array.IndexOf(_readable, true) >= 0;
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
        _receiver.Dispose();
        _sender.Dispose();
    }
}
