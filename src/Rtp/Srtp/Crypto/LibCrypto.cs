using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Rtp.Srtp.Crypto;

/// <summary>The few functions of OpenSSL's libcrypto (1.1 or 3) that are used where the processor lacks instructions of its own.</summary>
internal static unsafe partial class LibCrypto
{
    public const int ControlGetTag = 0x10;
    public const int ControlSetTag = 0x11;

    private const string Library = "libcrypto";

    private static readonly string[] FileNames = ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib", "libcrypto-3-x64.dll"];

    private static readonly nint Handle = LoadLibrary();

    static LibCrypto() => NativeLibrary.SetDllImportResolver(
        typeof(LibCrypto).Assembly, static (name, _, _) => name == Library ? Handle : 0);

    /// <summary>Whether a libcrypto was found.</summary>
    public static bool IsAvailable => Handle != 0;

    /// <summary>Whether it exports a function. Distributions may build it without deprecated ones.</summary>
    public static bool Exports(string function) => IsAvailable && NativeLibrary.TryGetExport(Handle, function, out _);

    /// <summary>A call's result, where anything but 1 means that OpenSSL could not do its part (out of memory, no such cipher).</summary>
    public static void Check(int result)
    {
        if (result != 1)
        {
            throw new CryptographicException(
                "OpenSSL's libcrypto failed in a cipher call. Does its configuration (FIPS providers?) lack AES or SHA-1?");
        }
    }

    /// <summary>Throws where there is no libcrypto.</summary>
    public static void Require()
    {
        if (!IsAvailable)
        {
            throw new PlatformNotSupportedException(
                "SRTP needs AES instructions of the processor or OpenSSL, and neither is here. "
                + $"Install OpenSSL 3 (one of {string.Join(", ", FileNames)}).");
        }
    }

    [LibraryImport(Library)]
    public static partial nint EVP_CIPHER_CTX_new();

    [LibraryImport(Library)]
    public static partial void EVP_CIPHER_CTX_free(nint context);

    [LibraryImport(Library)]
    public static partial int EVP_CIPHER_CTX_ctrl(nint context, int type, int argument, void* pointer);

    [LibraryImport(Library)]
    public static partial nint EVP_aes_128_gcm();

    [LibraryImport(Library)]
    public static partial nint EVP_aes_256_gcm();

    [LibraryImport(Library)]
    public static partial nint EVP_aes_128_ctr();

    [LibraryImport(Library)]
    public static partial nint EVP_aes_256_ctr();

    [LibraryImport(Library)]
    public static partial int EVP_CipherInit_ex(nint context, nint cipher, nint engine, byte* key, byte* iv, int encrypt);

    [LibraryImport(Library)]
    public static partial int EVP_CipherUpdate(nint context, byte* output, out int outputLength, byte* input, int inputLength);

    [LibraryImport(Library)]
    public static partial int EVP_CipherFinal_ex(nint context, byte* output, out int outputLength);

    [LibraryImport(Library)]
    public static partial int SHA1_Update(Sha1Context* context, byte* data, nuint length);

    private static nint LoadLibrary()
    {
        foreach (string name in FileNames)
        {
            if (NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), null, out nint handle))
            {
                return handle;
            }
        }

        return 0;
    }
}
