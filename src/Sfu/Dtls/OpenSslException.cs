using System.Runtime.InteropServices;
using System.Text;

namespace Sfu.Dtls;

/// <summary>OpenSSL refused what the process itself configured: a defect or a broken installation, never a peer's doing.</summary>
public sealed class OpenSslException : Exception
{
    // SSL_AD_REASON_OFFSET of openssl/sslerr.h: the reason of a received alert is 1000 + its number. The mask fits 1.1 and 3.
    private const uint ReasonMask = 0xFFF;
    private const uint FirstAlertReason = 1000;
    private const uint LastAlertReason = FirstAlertReason + byte.MaxValue;

    /// <summary>Names the function and takes the reason from OpenSSL's error queue of this thread.</summary>
    /// <param name="function">The function that failed.</param>
    internal OpenSslException(string function)
        : base($"OpenSSL's {function} failed: {TakeError()}")
    {
    }

    /// <summary>Whether the first error in the queue of this thread is an alert that the peer sent.</summary>
    internal static bool IsPeerAlert() => (LibCrypto.ERR_peek_error().Value & ReasonMask) is >= FirstAlertReason and <= LastAlertReason;

    /// <summary>The first error in the queue of this thread as text; the queue is empty afterwards.</summary>
    internal static unsafe string TakeError()
    {
        CULong error = LibCrypto.ERR_peek_error();
        LibCrypto.ERR_clear_error();
        if (error.Value == 0)
        {
            return "no reason given";
        }

        byte* buffer = stackalloc byte[256];
        LibCrypto.ERR_error_string_n(error, buffer, 256);
        return Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer));
    }
}
