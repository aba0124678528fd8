using System.Text;
using Sfu.Ice;

namespace Load.Sdp;

/// <summary>Answers an offer of a server that only sends: takes everything, with credentials of our own.</summary>
internal static class AnswerWriter
{
    // The offerer's own, or what an answer says in another way.
    private static readonly string[] Dropped =
    [
        "a=candidate:", "a=end-of-candidates", "a=ice-", "a=fingerprint:", "a=setup:", "a=ssrc", "a=msid", "a=sendonly", "a=sendrecv",
    ];

    /// <summary>Writes it.</summary>
    public static string Write(string offer, IceCredentials credentials, string fingerprint)
    {
        var answer = new StringBuilder();
        foreach (ReadOnlySpan<char> line in offer.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty || IsDropped(line))
            {
                continue;
            }

            answer.Append(line).Append("\r\n");
            if (line.StartsWith("c="))
            {
                answer.Append($"a=recvonly\r\na=ice-ufrag:{credentials.Ufrag}\r\na=ice-pwd:{credentials.Password}\r\na=fingerprint:{fingerprint}\r\na=setup:active\r\n");
            }
        }

        return answer.ToString();
    }

    private static bool IsDropped(ReadOnlySpan<char> line)
    {
        foreach (string prefix in Dropped)
        {
            if (line.StartsWith(prefix))
            {
                return true;
            }
        }

        return false;
    }
}
