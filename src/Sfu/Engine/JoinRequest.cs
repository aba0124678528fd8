using Sfu.Dtls;
using Sfu.Ice;
using Sfu.Sdp;

namespace Sfu.Engine;

/// <summary>A participant that was admitted.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Session">What offer and answer agreed on.</param>
/// <param name="Credentials">The ICE credentials of the answer.</param>
/// <param name="Dtls">What the handshake starts from.</param>
internal sealed record JoinRequest(ParticipantKey Key, NegotiatedSession Session, IceCredentials Credentials, DtlsContext Dtls);
