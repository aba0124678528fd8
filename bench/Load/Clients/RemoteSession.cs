using System.Net;
using Sfu.Dtls;
using Sfu.Ice;

namespace Load.Clients;

/// <summary>The server's side of a session, as its SDP says.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Credentials">Of ICE.</param>
/// <param name="Fingerprints">Of its certificate.</param>
/// <param name="Role">The client's role in DTLS.</param>
/// <param name="Lines">What it sends.</param>
/// <param name="TransportSequenceId">The number of the header extension for transport-wide feedback; 0 without one.</param>
internal sealed record RemoteSession(
    IPEndPoint Address,
    IceCredentials Credentials,
    IReadOnlyList<DtlsFingerprint> Fingerprints,
    DtlsRole Role,
    IReadOnlyList<ReceiveLine> Lines,
    byte TransportSequenceId);
