using System.Reflection;
using System.Runtime.InteropServices;

namespace Sfu.Dtls;

/// <summary>Finds libssl and libcrypto under the names that the platforms give them.</summary>
internal static class OpenSslLibrary
{
    internal const string Ssl = "libssl";
    internal const string Crypto = "libcrypto";

    // 3.x first: 1.1.1 is out of support and stays for old distributions only.
    private static readonly string[] SslNames = ["libssl.so.3", "libssl.so.1.1", "libssl.3.dylib", "libssl-3-x64.dll"];
    private static readonly string[] CryptoNames = ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib", "libcrypto-3-x64.dll"];
    private static readonly Lazy<nint> SslHandle = new(() => Load(SslNames));
    private static readonly Lazy<nint> CryptoHandle = new(() => Load(CryptoNames));

    static OpenSslLibrary() => NativeLibrary.SetDllImportResolver(typeof(OpenSslLibrary).Assembly, Resolve);

    /// <summary>Loads both libraries; called once before the first import is used.</summary>
    /// <exception cref="DllNotFoundException">OpenSSL is not installed.</exception>
    internal static void EnsureLoaded()
    {
        _ = CryptoHandle.Value;
        _ = SslHandle.Value;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name switch
    {
        Ssl => SslHandle.Value,
        Crypto => CryptoHandle.Value,
        _ => 0,
    };

    /// <summary>Loads the first that can be.</summary>
    internal static nint Load(params string[] names)
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint handle))
            {
                return handle;
            }
        }

        throw new DllNotFoundException(
            $"DTLS needs OpenSSL 3 (or 1.1.1), and none of {string.Join(", ", names)} can be loaded. "
            + "Install it: 'libssl3' on Debian and Ubuntu, 'openssl-libs' on Fedora, 'openssl@3' from Homebrew.");
    }
}
