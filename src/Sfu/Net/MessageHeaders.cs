using System.Runtime.InteropServices;

namespace Sfu.Net;

/// <summary>What <c>recvmmsg</c> and <c>sendmmsg</c> take, in native memory: headers with room for an address and a control message each, and vectors.</summary>
internal sealed unsafe class MessageHeaders : IDisposable
{
    private const int NameRoom = 32;

    /// <summary>Allocates.</summary>
    /// <param name="messages">Messages of one call.</param>
    /// <param name="vectors">Buffers of all of them.</param>
    public MessageHeaders(int messages, int vectors)
    {
        Messages = (LibC.MultiMessageHeader*)NativeMemory.AllocZeroed((nuint)messages, (nuint)sizeof(LibC.MultiMessageHeader));
        Vectors = (LibC.IoVector*)NativeMemory.AllocZeroed((nuint)vectors, (nuint)sizeof(LibC.IoVector));
        Names = (byte*)NativeMemory.AllocZeroed((nuint)messages, NameRoom);
        Controls = (LibC.ControlMessage*)NativeMemory.AllocZeroed((nuint)messages, (nuint)sizeof(LibC.ControlMessage));
        for (int i = 0; i < messages; i++)
        {
            Messages[i].Header.Name = Names + (i * NameRoom);
        }
    }

    /// <summary>The messages.</summary>
    public LibC.MultiMessageHeader* Messages { get; }

    /// <summary>Their buffers.</summary>
    public LibC.IoVector* Vectors { get; }

    /// <summary>One for each message, for whoever wants one.</summary>
    public LibC.ControlMessage* Controls { get; }

    private byte* Names { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(Messages);
        NativeMemory.Free(Vectors);
        NativeMemory.Free(Names);
        NativeMemory.Free(Controls);
    }
}
