using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Rtp.Srtp.Crypto;

/// <summary>
/// A running SHA-1 in the layout of OpenSSL's <c>SHA_CTX</c>, so that OpenSSL can work on it without a copy. Only whole blocks are ever
/// taken in: of what follows the state, only the number of pending bytes, always zero, is of account.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Sha1Context
{
    public Sha1State State;
    private ulong _bitCount;
    private fixed uint _pending[16];
    private uint _pendingLength;

    public Sha1Context(in Sha1State state)
    {
        Unsafe.SkipInit(out this);
        State = state;
        _bitCount = 0;
        _pendingLength = 0;
    }
}
