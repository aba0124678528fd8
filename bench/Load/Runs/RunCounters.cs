using Load.Clients;

namespace Load.Runs;

/// <summary>Sums over all clients at an instant.</summary>
/// <param name="Sent">Packets that publishers sent.</param>
/// <param name="Received">Packets that receivers got.</param>
/// <param name="ReceivedBytes">Bytes of payload that receivers got.</param>
/// <param name="Requested">Packets asked for again.</param>
/// <param name="UplinkRetransmissions">Packets that publishers sent again.</param>
/// <param name="KeyframeRequests">Requests that publishers got.</param>
internal sealed record RunCounters(long Sent, long Received, long ReceivedBytes, long Requested, long UplinkRetransmissions, long KeyframeRequests)
{
    /// <summary>The sums now. On the loop's thread.</summary>
    public static RunCounters Of(IReadOnlyList<LoadClient> clients)
    {
        long sent = 0, received = 0, bytes = 0, requested = 0, again = 0, keyframes = 0;
        foreach (LoadClient client in clients)
        {
            keyframes += client.KeyframeRequests;
            foreach (PublishedStream stream in client.Published)
            {
                sent += stream.Log.Count;
                again += stream.Retransmissions;
            }

            foreach (ReceivedStream stream in client.Received)
            {
                received += stream.Packets;
                bytes += stream.PayloadBytes;
                requested += stream.Requested;
            }
        }

        return new RunCounters(sent, received, bytes, requested, again, keyframes);
    }
}
