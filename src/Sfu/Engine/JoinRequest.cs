using Sfu.Dtls;
using Sfu.Ice;
using Sfu.Sdp;

namespace Sfu.Engine;

/// <summary>A participant that was admitted.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Session">What offer and answer agreed on.</param>
/// <param name="Credentials">The ICE credentials of the answer.</param>
/// <param name="Dtls">What the handshake starts from.</param>
/// <param name="Keys">
/// Keys that both sides have already: then there is no handshake. Simulations join so, since a handshake's random numbers would make each run another.
/// </param>
internal sealed record JoinRequest(
    ParticipantKey Key, NegotiatedSession Session, IceCredentials Credentials, DtlsContext? Dtls, DtlsSrtpKeys? Keys = null);
