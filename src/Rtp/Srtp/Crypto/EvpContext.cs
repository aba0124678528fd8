using System.Runtime.InteropServices;

namespace Rtp.Srtp.Crypto;

/// <summary>An <c>EVP_CIPHER_CTX</c> with its key set once; OpenSSL wipes it when it is freed.</summary>
internal sealed unsafe class EvpContext : SafeHandle
{
    public EvpContext(nint cipher, ReadOnlySpan<byte> key, bool encrypt)
        : base(0, ownsHandle: true)
    {
        SetHandle(LibCrypto.EVP_CIPHER_CTX_new());
        LibCrypto.Check(IsInvalid ? 0 : 1);
        fixed (byte* start = key)
        {
            LibCrypto.Check(LibCrypto.EVP_CipherInit_ex(handle, cipher, 0, start, null, encrypt ? 1 : 0));
        }
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Starts a message under another IV and the same key.</summary>
    public void Start(byte* iv)
    {
        LibCrypto.Check(LibCrypto.EVP_CipherInit_ex(handle, 0, 0, null, iv, -1));
        GC.KeepAlive(this);
    }

    /// <summary>Passes bytes through; without an output they are associated data.</summary>
    public void Update(byte* output, byte* input, int length)
    {
        // OpenSSL 1.1 takes a null input, which is what an empty span gives, for the end of the message.
        if (length > 0)
        {
            LibCrypto.Check(LibCrypto.EVP_CipherUpdate(handle, output, out _, input, length));
            GC.KeepAlive(this);
        }
    }

    public void Control(int type, int argument, void* pointer)
    {
        LibCrypto.Check(LibCrypto.EVP_CIPHER_CTX_ctrl(handle, type, argument, pointer));
        GC.KeepAlive(this);
    }

    /// <summary>Ends the message. False: the tag that was set is not the right one.</summary>
    public bool Finish()
    {
        byte* unused = stackalloc byte[16];
        bool ok = LibCrypto.EVP_CipherFinal_ex(handle, unused, out _) == 1;
        GC.KeepAlive(this);
        return ok;
    }

    protected override bool ReleaseHandle()
    {
        LibCrypto.EVP_CIPHER_CTX_free(handle);
        return true;
    }
}
