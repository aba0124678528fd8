using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Signaling.Hosting;

namespace Signaling.Social;

/// <summary>
/// Keyed hashes (HMAC-SHA256) of phone numbers and e-mail addresses: address books are compared without being kept, and
/// without the key nobody can try all phone numbers against a stolen database.
/// </summary>
internal sealed class IdentifierHasher(byte[] key)
{
    // RFC 2104 section 3: at least as long as the hash.
    private const int MinimumKey = 32;

    /// <summary>Hashes with the configured key, or with one that is made once and kept in the data directory.</summary>
    /// <exception cref="StartupException">The configured key cannot be used.</exception>
    public static IdentifierHasher Create(IdentifierOptions options, DataDirectory data)
    {
        if (options.KeyFile is null)
        {
            return new IdentifierHasher(data.Key("identifiers.key"));
        }

        byte[] key = StartupException.Guard("identifiers.key_file", () => File.ReadAllBytes(options.KeyFile));
        return key.Length >= MinimumKey
            ? new IdentifierHasher(key)
            : throw new StartupException($"identifiers.key_file: {options.KeyFile} has {key.Length} bytes; it needs at least {MinimumKey}.");
    }

    /// <summary>The hash of an identifier, or null when the text is neither phone number nor e-mail address.</summary>
    public string? Hash(string text)
    {
        string? identifier = AccountIdentifier.Normalize(text);
        return identifier is null ? null : Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(identifier)));
    }
}
