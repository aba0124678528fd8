using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Signaling.Hosting;

namespace Signaling.Tokens;

/// <summary>
/// A key with the one algorithm that it is for. A token's header names its algorithm, but does not choose it: a public key
/// taken for a shared secret would let everybody sign (RFC 8725 section 2.1).
/// </summary>
/// <param name="Key">What signatures are checked with.</param>
/// <param name="Algorithm">As in RFC 7518 section 3.1.</param>
internal sealed record TokenKey(SecurityKey Key, string Algorithm)
{
    // RFC 7518 section 3.2: at least as long as the hash.
    private const int MinimumSecret = 32;

    // RFC 7518 section 3.3.
    private const int MinimumRsaBits = 2048;

    /// <summary>A shared secret.</summary>
    public static TokenKey OfSecret(byte[] secret) => new(new SymmetricSecurityKey(secret), SecurityAlgorithms.HmacSha256);

    /// <summary>Reads a key as configured.</summary>
    /// <param name="options">What is configured.</param>
    /// <param name="name">Of the configuration section, for errors.</param>
    /// <exception cref="StartupException">The key cannot be used.</exception>
    public static TokenKey Load(TokenKeyOptions options, string name) => options switch
    {
        { Secret: { } secret, SecretFile: null, PublicKeyFile: null } => OfConfiguredSecret(secret, $"{name}.secret"),
        { Secret: null, SecretFile: { } file, PublicKeyFile: null } => OfConfiguredSecret(Read(file, $"{name}.secret_file").Trim(), $"{name}.secret_file"),
        { Secret: null, SecretFile: null, PublicKeyFile: { } file } => OfPem(Read(file, $"{name}.public_key_file"), $"{name}.public_key_file"),
        _ => throw new StartupException($"{name} needs exactly one of secret, secret_file and public_key_file."),
    };

    private static TokenKey OfConfiguredSecret(string secret, string name)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        return bytes.Length >= MinimumSecret
            ? OfSecret(bytes)
            : throw new StartupException($"{name} has {bytes.Length} bytes; a secret needs at least {MinimumSecret}.");
    }

    private static TokenKey OfPem(string pem, string name)
    {
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw new StartupException($"{name} holds a private key. Give the public key: whoever checks tokens must not be able to sign them.");
        }

        var rsa = RSA.Create();
        if (TryImport(rsa, pem))
        {
            return rsa.KeySize >= MinimumRsaBits
                ? new TokenKey(new RsaSecurityKey(rsa), SecurityAlgorithms.RsaSha256)
                : throw new StartupException($"{name} holds an RSA key of {rsa.KeySize} bits; it needs at least {MinimumRsaBits}.");
        }

        var ecdsa = ECDsa.Create();
        return TryImport(ecdsa, pem) && ecdsa.KeySize == 256
            ? new TokenKey(new ECDsaSecurityKey(ecdsa), SecurityAlgorithms.EcdsaSha256)
            : throw new StartupException($"{name} holds neither an RSA nor a P-256 public key in PEM.");
    }

    private static bool TryImport(AsymmetricAlgorithm algorithm, string pem)
    {
        try
        {
            algorithm.ImportFromPem(pem);
            return true;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private static string Read(string file, string name) => StartupException.Guard(name, () => File.ReadAllText(file));
}
