using Rtp.Srtp;
using Sfu.Dtls;

namespace Load.Clients;

/// <summary>The certificate that all clients of a run show, and the SRTP profile that they offer (<c>use_srtp</c>).</summary>
internal sealed class ClientIdentity : IDisposable
{
    private readonly DtlsCertificate _certificate = DtlsCertificate.Create(DateTimeOffset.UtcNow);

    /// <summary>Makes a certificate.</summary>
    public ClientIdentity(SrtpProfile profile)
    {
        Profile = profile;
        Context = new DtlsContext(_certificate, [profile]);
    }

    /// <summary>What is offered.</summary>
    public SrtpProfile Profile { get; }

    /// <summary>For sessions.</summary>
    public DtlsContext Context { get; }

    /// <summary>For SDP.</summary>
    public string Fingerprint => _certificate.Fingerprint.ToString();

    /// <inheritdoc/>
    public void Dispose()
    {
        Context.Dispose();
        _certificate.Dispose();
    }
}
