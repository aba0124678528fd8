using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sfu.Admission;

/// <summary>Signs and verifies tickets: <c>base64url(json) "." base64url(HMAC-SHA256)</c>.</summary>
public sealed class AdmissionTicketSigner
{
    /// <summary>The least length of a key, in bytes: the output length of SHA-256 (RFC 2104 section 3).</summary>
    public const int MinimumKeyLength = 32;

    private const int MaximumTicketLength = 2048;
    private readonly byte[] _key;

    /// <summary>Makes a signer of a shared key.</summary>
    /// <exception cref="ArgumentException">The key is shorter than <see cref="MinimumKeyLength"/>.</exception>
    public AdmissionTicketSigner(ReadOnlySpan<byte> key)
    {
        if (key.Length < MinimumKeyLength)
        {
            throw new ArgumentException($"An admission key has at least {MinimumKeyLength} bytes, not {key.Length}.", nameof(key));
        }

        _key = key.ToArray();
    }

    /// <summary>A signer with a random key, for one process that both issues and verifies.</summary>
    public static AdmissionTicketSigner WithRandomKey() => new(RandomNumberGenerator.GetBytes(MinimumKeyLength));

    /// <summary>Signs a ticket.</summary>
    public string Sign(AdmissionTicket ticket)
    {
        string body = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(ticket));
        return $"{body}.{Base64Url.EncodeToString(Mac(body))}";
    }

    /// <summary>Checks signature and expiry; any input gives a ticket or an error.</summary>
    public TicketError TryVerify(string text, DateTimeOffset now, out AdmissionTicket? ticket)
    {
        ticket = null;
        int dot = text.Length <= MaximumTicketLength ? text.IndexOf('.') : -1;
        if (dot <= 0)
        {
            return TicketError.Malformed;
        }

        string body = text[..dot];
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!Base64Url.TryDecodeFromChars(text.AsSpan(dot + 1), mac, out int macLength) || macLength != mac.Length)
        {
            return TicketError.Malformed;
        }

        if (!CryptographicOperations.FixedTimeEquals(mac, Mac(body)))
        {
            return TicketError.BadSignature;
        }

        // Signed by us, so it is what Sign wrote.
        AdmissionTicket parsed = JsonSerializer.Deserialize<AdmissionTicket>(Base64Url.DecodeFromChars(body))!;
        if (parsed.ExpiresAt <= now)
        {
            return TicketError.Expired;
        }

        ticket = parsed;
        return TicketError.None;
    }

    private byte[] Mac(string body) => HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(body));
}
