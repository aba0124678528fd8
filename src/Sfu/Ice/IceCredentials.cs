using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Sfu.Ice;

/// <summary>The <c>a=ice-ufrag</c> and <c>a=ice-pwd</c> of one side (RFC 8839 section 5.4).</summary>
public sealed class IceCredentials
{
    private const string IceChars = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private const int MinimumUfragLength = 4;
    private const int MinimumPasswordLength = 22;
    private const int MaximumLength = 256;

    // Six bits a character: ufrags that do not collide within a process, and passwords of 144 bits (128 are asked for).
    private const int OwnUfragLength = 8;
    private const int OwnPasswordLength = 24;

    private static readonly SearchValues<char> IceCharSet = SearchValues.Create(IceChars);
    private readonly byte[] _ufragBytes;
    private readonly byte[] _passwordBytes;

    private IceCredentials(string ufrag, string password)
    {
        Ufrag = ufrag;
        Password = password;
        _ufragBytes = Encoding.ASCII.GetBytes(ufrag);
        _passwordBytes = Encoding.ASCII.GetBytes(password);
    }

    /// <summary>The user name fragment.</summary>
    public string Ufrag { get; }

    /// <summary>The password.</summary>
    public string Password { get; }

    /// <summary>The ufrag as it stands in USERNAME.</summary>
    public ReadOnlySpan<byte> UfragBytes => _ufragBytes;

    /// <summary>The key of MESSAGE-INTEGRITY.</summary>
    public ReadOnlySpan<byte> PasswordBytes => _passwordBytes;

    /// <summary>Fresh credentials from the system's random numbers.</summary>
    public static IceCredentials Create() => new(
        RandomNumberGenerator.GetString(IceChars, OwnUfragLength), RandomNumberGenerator.GetString(IceChars, OwnPasswordLength));

    /// <summary>Checks what a peer's SDP says; any text gives credentials or an error.</summary>
    public static IceCredentialsError TryParse(string ufrag, string password, out IceCredentials? credentials)
    {
        credentials = null;
        if (!IsValid(ufrag, MinimumUfragLength))
        {
            return IceCredentialsError.InvalidUfrag;
        }

        if (!IsValid(password, MinimumPasswordLength))
        {
            return IceCredentialsError.InvalidPassword;
        }

        credentials = new IceCredentials(ufrag, password);
        return IceCredentialsError.None;
    }

    /// <summary>The ufrag alone: a password is not for logs.</summary>
    public override string ToString() => Ufrag;

    private static bool IsValid(string text, int minimumLength) =>
        text.Length >= minimumLength && text.Length <= MaximumLength && !text.AsSpan().ContainsAnyExcept(IceCharSet);
}
