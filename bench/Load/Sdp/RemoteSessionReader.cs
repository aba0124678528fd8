using System.Net;
using Load.Clients;
using Rtp.HeaderExtensions;
using Sfu.Dtls;
using Sfu.Ice;
using Sfu.Sdp;

namespace Load.Sdp;

/// <summary>Reads what a server's SDP says, offer or answer.</summary>
internal static class RemoteSessionReader
{
    private const int PlaceOfProtocol = 2;
    private const int PlaceOfAddress = 4;
    private const int PlaceOfPort = 5;

    /// <summary>Reads it.</summary>
    /// <exception cref="LoadException">It is not what these clients can work with.</exception>
    public static RemoteSession Read(string sdp)
    {
        SessionDescription description = Parse(sdp);
        MediaDescription first = description.Media.FirstOrDefault(media => media.Port != 0 && media.IceUfrag is not null)
            ?? throw new LoadException("The server's SDP has no section in use.");
        if (IceCredentials.TryParse(first.IceUfrag!, first.IcePassword ?? "", out IceCredentials? credentials) != IceCredentialsError.None)
        {
            throw new LoadException("The server's SDP has no valid ICE credentials.");
        }

        return new RemoteSession(
            AddressOf(sdp),
            credentials!,
            first.Fingerprints,
            first.Setup == SetupRole.Active ? DtlsRole.Server : DtlsRole.Client,
            [.. description.Media.Where(media => media.Port != 0 && media.Direction.HasFlag(MediaDirection.Send)).SelectMany(LinesOf)],
            TransportSequenceOf(description));
    }

    /// <summary>Parses it.</summary>
    /// <exception cref="LoadException">It is no SDP.</exception>
    public static SessionDescription Parse(string sdp) => SdpParser.TryParse(sdp, out SessionDescription? description, out SdpError? error)
        ? description
        : throw new LoadException($"The server's SDP cannot be read: {error.Message}");

    // From the text: the server's own parser has no use for candidates.
    private static IPEndPoint AddressOf(string sdp)
    {
        foreach (ReadOnlySpan<char> line in sdp.AsSpan().EnumerateLines())
        {
            string[] parts = line.ToString().Split(' ');
            if (parts[0].StartsWith("a=candidate:", StringComparison.Ordinal)
                && parts.Length > PlaceOfPort
                && parts[PlaceOfProtocol].Equals("udp", StringComparison.OrdinalIgnoreCase)
                && IPAddress.TryParse(parts[PlaceOfAddress], out IPAddress? address)
                && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
            {
                return new IPEndPoint(address, int.Parse(parts[PlaceOfPort], System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        throw new LoadException("The server's SDP has no UDP candidate over IPv4.");
    }

    private static IEnumerable<ReceiveLine> LinesOf(MediaDescription media)
    {
        if (media.Kind is not { } kind || media.Ssrcs.Count == 0)
        {
            yield break;
        }

        SsrcGroup? pair = media.SsrcGroups.FirstOrDefault(group => group.Semantics == SsrcGroup.FlowIdentification);
        yield return pair is null
            ? new ReceiveLine(kind, media.Ssrcs[0].Ssrc, null)
            : new ReceiveLine(kind, pair.Ssrcs[0], pair.Ssrcs[1]);
    }

    private static byte TransportSequenceOf(SessionDescription description) => (byte)(description.Media
        .SelectMany(media => media.HeaderExtensions)
        .FirstOrDefault(extension => extension.Uri == HeaderExtensionUri.TransportSequenceNumber)?.Id ?? 0);
}
