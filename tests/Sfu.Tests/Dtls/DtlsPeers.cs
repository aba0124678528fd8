using System.Runtime.InteropServices;
using System.Text;
using Sfu.Dtls;

namespace Sfu.Tests.Dtls;

/// <summary>Certificates and contexts that the tests share: making keys is slow.</summary>
internal static class DtlsPeers
{
    internal static readonly DtlsCertificate ServerCertificate = DtlsCertificate.Create(DateTimeOffset.UtcNow);
    internal static readonly DtlsCertificate ClientCertificate = DtlsCertificate.Create(DateTimeOffset.UtcNow);
    internal static readonly DtlsContext ServerContext = new(ServerCertificate);
    internal static readonly DtlsContext ClientContext = new(ClientCertificate);

    internal static DtlsSession NewServer(int mtu = DtlsSession.DefaultMtu, DtlsFingerprint? peer = null) =>
        new(ServerContext, DtlsRole.Server, peer ?? ClientCertificate.Fingerprint, mtu);

    internal static DtlsSession NewClient(int mtu = DtlsSession.DefaultMtu, DtlsFingerprint? peer = null, DtlsContext? context = null) =>
        new(context ?? ClientContext, DtlsRole.Client, peer ?? ServerCertificate.Fingerprint, mtu);

    /// <summary>A client that knows one cipher.</summary>
    internal static unsafe DtlsContext ClientContextWith(string cipher)
    {
        DtlsContext context = new(ClientCertificate);
        fixed (byte* list = Encoding.ASCII.GetBytes(cipher + '\0'))
        {
            Assert.Equal(1, LibSsl.SSL_CTX_set_cipher_list(context.Handle, list));
        }

        return context;
    }

    /// <summary>Switches on what <see cref="DtlsContext"/> switches off.</summary>
    internal static unsafe void AllowEncryptThenMac(DtlsContext context)
    {
        var clearOptions = (delegate* unmanaged<nint, ulong, ulong>)SslFunction("SSL_CTX_clear_options");
        clearOptions(context.Handle.DangerousGetHandle(), LibSsl.SslOpNoEncryptThenMac);
    }

    /// <summary>A function of libssl that the tests alone use.</summary>
    internal static nint SslFunction(string name) =>
        NativeLibrary.GetExport(OpenSslLibrary.Load("libssl.so.3", "libssl.3.dylib", "libssl-3-x64.dll"), name);

    internal static DtlsPair NewPair(LinkConditions? conditions = null, int seed = 1, int mtu = DtlsSession.DefaultMtu) =>
        new(NewClient(mtu), NewServer(mtu), conditions, seed);
}
