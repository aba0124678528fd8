using System.Runtime.InteropServices;

namespace Sfu.Dtls;

/// <summary>The functions of libcrypto that are used, under their own names.</summary>
internal static unsafe partial class LibCrypto
{
    static LibCrypto() => OpenSslLibrary.EnsureLoaded();

    /// <summary>0x30000000 and above is OpenSSL 3.</summary>
    [LibraryImport(OpenSslLibrary.Crypto)]
    internal static partial CULong OpenSSL_version_num();

    [LibraryImport(OpenSslLibrary.Crypto)]
    internal static partial nint BIO_s_mem();

    [LibraryImport(OpenSslLibrary.Crypto)]
    internal static partial nint BIO_new(nint method);

    [LibraryImport(OpenSslLibrary.Crypto)]
    internal static partial int BIO_free(nint bio);

    [LibraryImport(OpenSslLibrary.Crypto)]
    internal static partial int BIO_write(nint bio, byte* data, int length);

    [LibraryImport(OpenSslLibrary.Crypto)]
    internal static partial int BIO_read(nint bio, byte* data, int length);

    [LibraryImport(OpenSslLibrary.Crypto)]
    internal static partial nuint BIO_ctrl_pending(nint bio);

    [LibraryImport(OpenSslLibrary.Crypto)]
    internal static partial int i2d_X509(nint certificate, byte** output);

    [LibraryImport(OpenSslLibrary.Crypto)]
    internal static partial void X509_free(nint certificate);

    [LibraryImport(OpenSslLibrary.Crypto)]
    internal static partial void ERR_clear_error();

    [LibraryImport(OpenSslLibrary.Crypto)]
    internal static partial CULong ERR_peek_error();

    [LibraryImport(OpenSslLibrary.Crypto)]
    internal static partial void ERR_error_string_n(CULong error, byte* buffer, nuint length);
}
