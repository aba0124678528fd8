using Sfu.Dtls;

namespace Sfu.Workers;

/// <summary>The certificate of the process and the DTLS context that shows it; renewed long before it expires.</summary>
internal sealed class DtlsIdentity(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(7);

    private readonly Lock _lock = new();
    private DtlsCertificate? _certificate;
    private DtlsContext? _context;

    /// <summary>What handshakes start from now on.</summary>
    public (DtlsContext Context, DtlsFingerprint Fingerprint) Current
    {
        get
        {
            lock (_lock)
            {
                DateTimeOffset now = time.GetUtcNow();
                if (_certificate is null || _certificate.ExpiresAt - now < RenewBefore)
                {
                    // Sessions that exist outlive their context.
                    Dispose();
                    _certificate = DtlsCertificate.Create(now);
                    _context = new DtlsContext(_certificate);
                }

                return (_context!, _certificate.Fingerprint);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _context?.Dispose();
        _certificate?.Dispose();
    }
}
