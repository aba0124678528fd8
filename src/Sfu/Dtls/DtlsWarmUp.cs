namespace Sfu.Dtls;

/// <summary>Shakes hands with itself once, so that the first caller does not wait for the just-in-time compiler and for OpenSSL's own set-up.</summary>
internal static class DtlsWarmUp
{
    private const int MaximumRounds = 16;

    /// <summary>Runs a whole handshake in memory.</summary>
    /// <exception cref="InvalidOperationException">It does not complete: this OpenSSL cannot serve.</exception>
    public static void Run(DtlsContext context, DtlsFingerprint fingerprint)
    {
        using var server = new DtlsSession(context, DtlsRole.Server, fingerprint);
        using var client = new DtlsSession(context, DtlsRole.Client, fingerprint);
        byte[] buffer = new byte[DtlsSession.DefaultMtu];
        client.Start(MediaTime.Zero);
        for (int round = 0; round < MaximumRounds && (client.Keys is null || server.Keys is null); round++)
        {
            Move(client, server, buffer);
            Move(server, client, buffer);
        }

        if (server.Keys is null)
        {
            throw new InvalidOperationException($"OpenSSL cannot complete a DTLS-SRTP handshake: {server.FailureDetail ?? client.FailureDetail}");
        }
    }

    private static void Move(DtlsSession from, DtlsSession to, byte[] buffer)
    {
        while (from.TryTakeOutgoing(buffer, out int length))
        {
            to.Receive(buffer.AsSpan(0, length), MediaTime.Zero);
        }
    }
}
