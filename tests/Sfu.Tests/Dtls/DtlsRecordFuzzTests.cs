using Fuzzing;
using Sfu.Dtls;

namespace Sfu.Tests.Dtls;

public sealed class DtlsRecordFuzzTests
{
    /// <summary>A ClientHello's head, a ChangeCipherSpec followed by a protected Finished, an alert, application data.</summary>
    private static readonly byte[][] Datagrams =
    [
        [22, 0xFE, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0],
        [20, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 3, 0, 1, 1, 22, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 0, 0, 40, .. new byte[40]],
        [21, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 1, 0, 26, .. new byte[26]],
        [23, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 1, 2],
    ];

    [Fact]
    public void Any_datagram_is_whole_records_of_which_only_useful_ones_are_admitted()
    {
        // One filter for all inputs: how many early records it lets through in all is bounded.
        var filter = new DtlsRecordFilter();
        int early = 0;
        Fuzzer.Run("DTLS records", Datagrams, datagram =>
        {
            ReadOnlySpan<byte> rest = datagram;
            while (DtlsRecord.TryRead(rest, out DtlsRecord record))
            {
                FuzzCheck.That(record.TotalLength >= DtlsRecord.HeaderLength && record.TotalLength <= rest.Length);
                bool admitted = filter.Admits(record, isConnected: false);
                early += admitted && record.Epoch != 0 ? 1 : 0;
                FuzzCheck.That(!admitted || record.ContentType != DtlsRecord.ApplicationData);
                FuzzCheck.That(early <= DtlsRecordFilter.MaximumEarlyRecords);
                FuzzCheck.That(record.Epoch != 0 || !filter.Admits(record, isConnected: true));
                rest = rest[record.TotalLength..];
            }
        });
        Assert.Equal(DtlsRecordFilter.MaximumEarlyRecords, early);
    }
}
