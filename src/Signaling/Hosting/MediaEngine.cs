using Sfu;
using Sfu.Admission;

namespace Signaling.Hosting;

/// <summary>The one place in which the media engine is made.</summary>
internal static class MediaEngine
{
    /// <summary>Makes the engine; it listens when this returns.</summary>
    /// <exception cref="StartupException">A setting cannot be used, or the port is taken.</exception>
    public static IMediaServer Create(MediaOptions options, AdmissionTicketSigner signer, TimeProvider clock, ILoggerFactory logging) =>
        new AbsentMediaServer();
}
