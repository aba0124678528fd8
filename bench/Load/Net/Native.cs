using System.Runtime.InteropServices;
using Sfu.Net;

namespace Load.Net;

/// <summary>The system calls that the generator needs beside those of the server (<see cref="LibC"/>).</summary>
internal static unsafe partial class Native
{
    public const int SolSocket = 1;
    public const int SoTimestampNanoseconds = 35;
    public const int SoReceiveBufferForce = 33;
    public const int EpollIn = 1;
    public const int EpollAdd = 1;
    public const int EpollDelete = 2;

    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport(Library, EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, void* settings);

    [LibraryImport(Library, EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, void* ready, int capacity, int timeoutMilliseconds);

    [LibraryImport(Library, EntryPoint = "nanosleep", SetLastError = true)]
    public static partial int Sleep(LibC.TimeSpec* time, LibC.TimeSpec* rest);
}
