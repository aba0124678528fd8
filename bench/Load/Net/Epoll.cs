using System.ComponentModel;
using System.Runtime.InteropServices;
using Sfu.Net;

namespace Load.Net;

/// <summary>Tells which of many sockets have something (epoll(7)).</summary>
internal sealed unsafe class Epoll : IDisposable
{
    /// <summary>Sockets that one question answers at most.</summary>
    public const int Capacity = 512;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly int _epoll = Native.EpollCreate(0);
    private readonly byte* _ready = (byte*)NativeMemory.AllocZeroed(Capacity * 16);

    /// <summary>Watches a socket.</summary>
    /// <param name="descriptor">The socket.</param>
    /// <param name="number">What <see cref="Poll"/> calls it.</param>
    public void Add(int descriptor, int number)
    {
        byte* settings = stackalloc byte[16];
        *(uint*)settings = Native.EpollIn;
        *(ulong*)(settings + Stride - sizeof(ulong)) = (ulong)number;
        if (Native.EpollControl(_epoll, Native.EpollAdd, descriptor, settings) < 0)
        {
            throw new Win32Exception();
        }
    }

    /// <summary>Watches a socket no longer.</summary>
    public void Remove(int descriptor)
    {
        byte* settings = stackalloc byte[16];
        _ = Native.EpollControl(_epoll, Native.EpollDelete, descriptor, settings);
    }

    /// <summary>The numbers of sockets that have something now.</summary>
    public int Poll(Span<int> numbers)
    {
        int count = Native.EpollWait(_epoll, _ready, Math.Min(Capacity, numbers.Length), 0);
        for (int i = 0; i < count; i++)
        {
            numbers[i] = (int)*(ulong*)(_ready + (i * Stride) + Stride - sizeof(ulong));
        }

        return Math.Max(0, count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = LibC.Close(_epoll);
        NativeMemory.Free(_ready);
    }
}
