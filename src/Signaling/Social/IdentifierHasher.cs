using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Signaling.Social;

/// <summary>
/// Keyed hashes (HMAC-SHA256) of phone numbers and e-mail addresses: address books are compared without being kept, and
/// without the key nobody can try all phone numbers against a stolen database.
/// </summary>
internal sealed class IdentifierHasher(byte[] key)
{
    /// <summary>The hash of an identifier, or null when the text is neither phone number nor e-mail address.</summary>
    public string? Hash(string text)
    {
        string? identifier = AccountIdentifier.Normalize(text);
        return identifier is null ? null : Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(identifier)));
    }
}
