namespace Sfu.Dtls;

/// <summary>
/// Keeps from OpenSSL the records that cannot be of use, and with which somebody who forges a source address could make it
/// hold much memory or end the session.
/// </summary>
internal sealed class DtlsRecordFilter
{
    /// <summary>
    /// A protected record is longer than what the leanest of our ciphers, AES-GCM, adds: 8 bytes of nonce and 16 of tag
    /// (RFC 5288 section 3). OpenSSL 3.0 takes a shorter one for an internal error, and the session for dead.
    /// </summary>
    internal const int LeastProtectedLength = 8 + 16 + 1;

    /// <summary>
    /// OpenSSL keeps each record of the epoch whose keys are still to come in a buffer of 17 KiB, up to a hundred of them. The
    /// one that matters is Finished, and a peer that loses the rest of its flight repeats it about as often as we do.
    /// </summary>
    internal const int MaximumEarlyRecords = 16;

    private int _earlyRecords;

    /// <summary>Whether OpenSSL may see a record.</summary>
    /// <param name="record">Its header.</param>
    /// <param name="isConnected">Whether the handshake is complete.</param>
    internal bool Admits(DtlsRecord record, bool isConnected)
    {
        // WebRTC without data channels has no application data, and in plain text OpenSSL takes it for a fatal error.
        if (record.ContentType == DtlsRecord.ApplicationData
            || (record.Epoch != 0 && record.FragmentLength < LeastProtectedLength))
        {
            return false;
        }

        if (isConnected || record.Epoch == 0)
        {
            return isConnected == (record.Epoch != 0);
        }

        return record.Epoch == 1 && _earlyRecords++ < MaximumEarlyRecords;
    }
}
