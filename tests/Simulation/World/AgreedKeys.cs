using Rtp.Srtp;
using Sfu.Dtls;

namespace Simulation.World;

/// <summary>SRTP keys that both sides have from the start.</summary>
/// <param name="Profile">What they are for.</param>
/// <param name="Block">Client key, server key, client salt, server salt.</param>
/// <param name="ServerRole">Which of the two the server is.</param>
internal sealed record AgreedKeys(SrtpProfile Profile, byte[] Block, DtlsRole ServerRole)
{
    /// <summary>The keys as the server sees them.</summary>
    public DtlsSrtpKeys ForServer() => DtlsSrtpKeys.FromBlock(Profile, ServerRole, Block);

    /// <summary>The keys as the client sees them.</summary>
    public DtlsSrtpKeys ForClient() => DtlsSrtpKeys.FromBlock(Profile, ServerRole == DtlsRole.Client ? DtlsRole.Server : DtlsRole.Client, Block);

    /// <summary>New ones.</summary>
    public static AgreedKeys Create(SrtpProfile profile, DtlsRole serverRole, Random random)
    {
        byte[] block = new byte[profile == SrtpProfile.AeadAes256Gcm ? 88 : profile == SrtpProfile.AeadAes128Gcm ? 56 : 60];
        random.NextBytes(block);
        return new AgreedKeys(profile, block, serverRole);
    }
}
