using Sfu.Dtls;
using Sfu.Ice;
using Sfu.Sdp;

namespace Simulation.World;

/// <summary>The server's half of signaling: offers are answered, as <see cref="Sfu.MediaServer"/> does.</summary>
internal static class Signaling
{
    public static readonly DtlsCertificate ServerCertificate = DtlsCertificate.Create(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    public static readonly DtlsContext ServerContext = new(ServerCertificate);

    private const string IceChars = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>What an offer and its answer agree on.</summary>
    /// <param name="offer">The client's SDP.</param>
    /// <param name="credentials">The answer's.</param>
    /// <param name="features">What it takes.</param>
    /// <param name="ssrcSeed">For its sources.</param>
    /// <param name="former">What was agreed on before, where the offer is a later one on the same transport.</param>
    public static NegotiatedSession Answer(
        string offer, IceCredentials credentials, ServerFeatures features, int ssrcSeed, NegotiatedSession? former = null)
    {
        if (!SdpParser.TryParse(offer, out SessionDescription? description, out SdpError? error))
        {
            throw new InvalidOperationException($"The simulated offer is malformed: {error.Message}");
        }

        Require.That(former is null || former.ChangeBy(description) != TransportChange.New);
        var random = new Random(ssrcSeed);
        var options = new AnswerOptions
        {
            SessionId = "1",
            IceUfrag = credentials.Ufrag,
            IcePassword = credentials.Password,
            Fingerprint = ServerCertificate.Fingerprint,
            Candidates = [],
            AllocateSsrc = () => (uint)random.Next(1, int.MaxValue),
            UseSimulcast = features.Simulcast,
            UseAudioRedundancy = features.AudioRedundancy,
        };
        return SdpAnswerer.TryAnswer(description, options, former, out NegotiatedSession? session, out error)
            ? session
            : throw new InvalidOperationException($"The simulated offer was refused: {error.Message}");
    }

    /// <summary>ICE credentials of the usual lengths.</summary>
    public static IceCredentials NewCredentials(Random random)
    {
        string ufrag = new([.. random.GetItems<char>(IceChars, 8)]);
        string password = new([.. random.GetItems<char>(IceChars, 24)]);
        return IceCredentials.TryParse(ufrag, password, out IceCredentials? credentials) == IceCredentialsError.None
            ? credentials!
            : throw new InvalidOperationException("Made-up credentials are well-formed.");
    }
}
