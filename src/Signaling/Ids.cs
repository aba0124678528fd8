using System.Buffers.Text;
using System.Security.Cryptography;

namespace Signaling;

/// <summary>Opaque identifiers: a prefix that names the kind, and 128 random bits that reveal nothing.</summary>
internal static class Ids
{
    private const int RandomBytes = 16;

    /// <summary>A new identifier of a call.</summary>
    public static string Call() => New("c_");

    /// <summary>A new identifier of a direct message.</summary>
    public static string Message() => New("m_");

    /// <summary>A new identifier of one device's media in one call; it cannot be linked to device or account.</summary>
    public static string Participant() => New("p_");

    /// <summary>A new identifier of a WebSocket session.</summary>
    public static string Session() => New("s_");

    /// <summary>A new identifier of an admission ticket.</summary>
    public static string Ticket() => New("t_");

    private static string New(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
}
