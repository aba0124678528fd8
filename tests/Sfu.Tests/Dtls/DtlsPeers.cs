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

    internal static DtlsPair NewPair(LinkConditions? conditions = null, int seed = 1, int mtu = DtlsSession.DefaultMtu) =>
        new(NewClient(mtu), NewServer(mtu), conditions, seed);
}
