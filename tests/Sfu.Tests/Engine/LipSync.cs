using Rtp.Rtcp;
using Simulation.Clients;
using Simulation.Receivers;

namespace Sfu.Tests.Engine;

/// <summary>Whether sound and pictures of a slot are shown together.</summary>
internal static class LipSync
{
    /// <summary>Seconds between what is reported as the capture times of sound and of pictures that were captured at once.</summary>
    public static double Difference(SimulatedClient client)
    {
        double audio = ReportedCaptureTime(client, client.AudioOf(0), 960.0 / 48_000 / 0.020, 48_000);
        double video = ReportedCaptureTime(client, client.VideoOf(0), 3000.0 / 90_000 / 0.033333, 90_000);
        return audio - video;
    }

    /// <summary>By the last sender report: when, on the clock that reports share, the first received frame was captured, less its number's time.</summary>
    private static double ReportedCaptureTime(SimulatedClient client, ReceivedStream stream, double scale, int clockRate)
    {
        (int Frame, int Packet, uint Timestamp, int PictureId, int Tl0, Rtp.RtpHeader Header, MediaTime Arrival) packet = stream.Packets.Values.Last();
        double? time = null;
        foreach (byte[] datagram in client.Rtcp)
        {
            foreach (RtcpPacket report in new RtcpReader(datagram))
            {
                if (report.Kind == RtcpKind.SenderReport && SenderReport.TryParse(report, out SenderReport sent) && sent.Ssrc == packet.Header.Ssrc)
                {
                    double seconds = sent.Time.ToUnixMicroseconds() / 1e6;
                    time = seconds + ((int)(packet.Timestamp - sent.RtpTimestamp) / (double)clockRate * scale);
                }
            }
        }

        Assert.NotNull(time);
        return time.Value - (packet.Arrival.Microseconds / 1e6);
    }
}
