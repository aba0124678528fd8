using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sfu.Dtls;

/// <summary>Owns an <c>SSL</c>, its two memory BIOs and the native block of its <see cref="RetransmissionMarks"/>.</summary>
internal sealed unsafe class SslHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    private RetransmissionMarks* _marks;
    private nint _readBio;
    private nint _writeBio;

    /// <summary>Where OpenSSL's timer callback notes the repetitions of a flight.</summary>
    internal ref RetransmissionMarks Marks => ref *_marks;

    /// <summary>Makes a session of OpenSSL's.</summary>
    /// <param name="context">Lends configuration and certificate.</param>
    /// <param name="role">Ours.</param>
    /// <param name="mtu">The longest datagram to write, in bytes.</param>
    internal static SslHandle Create(SslContextHandle context, DtlsRole role, int mtu)
    {
        LibCrypto.ERR_clear_error();
        SslHandle ssl = new();
        ssl.SetHandle(LibSsl.SSL_new(context));
        if (ssl.IsInvalid)
        {
            throw new OpenSslException("SSL_new");
        }

        nint read = LibCrypto.BIO_new(LibCrypto.BIO_s_mem());
        nint write = LibCrypto.BIO_new(LibCrypto.BIO_s_mem());
        if (read == 0 || write == 0)
        {
            _ = LibCrypto.BIO_free(read);
            _ = LibCrypto.BIO_free(write);
            throw new OpenSslException("BIO_new");
        }

        LibSsl.SSL_set_bio(ssl, read, write);
        ssl._readBio = read;
        ssl._writeBio = write;
        ssl._marks = (RetransmissionMarks*)NativeMemory.AllocZeroed((nuint)sizeof(RetransmissionMarks));
        ssl._marks->WriteBio = write;
        LibSsl.SSL_set_ex_data(ssl, RetransmissionMarks.ExDataIndex, ssl._marks);
        LibSsl.DTLS_set_timer_cb(ssl, &RetransmissionMarks.OnTimer);
        LibSsl.SSL_ctrl(ssl, LibSsl.SslCtrlSetMtu, new CLong(mtu), null);
        if (role == DtlsRole.Server)
        {
            LibSsl.SSL_set_accept_state(ssl);
        }
        else
        {
            LibSsl.SSL_set_connect_state(ssl);
        }

        return ssl;
    }

    /// <summary>Lays bytes down for OpenSSL to read.</summary>
    internal void Feed(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            _ = LibCrypto.BIO_write(_readBio, start, bytes.Length);
        }
    }

    /// <summary>Takes everything that OpenSSL has written.</summary>
    internal byte[] TakeWritten()
    {
        byte[] written = new byte[(int)LibCrypto.BIO_ctrl_pending(_writeBio)];
        fixed (byte* start = written)
        {
            _ = written.Length == 0 ? 0 : LibCrypto.BIO_read(_writeBio, start, written.Length);
        }

        return written;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_free(handle);
        NativeMemory.Free(_marks);
        return true;
    }
}
