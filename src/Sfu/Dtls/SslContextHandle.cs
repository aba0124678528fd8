using Microsoft.Win32.SafeHandles;

namespace Sfu.Dtls;

/// <summary>Owns an <c>SSL_CTX</c>.</summary>
internal sealed class SslContextHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    internal static SslContextHandle Create()
    {
        SslContextHandle handle = new();
        handle.SetHandle(LibSsl.SSL_CTX_new(LibSsl.DTLS_method()));
        return handle.IsInvalid ? throw new OpenSslException("SSL_CTX_new") : handle;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_CTX_free(handle);
        return true;
    }
}
