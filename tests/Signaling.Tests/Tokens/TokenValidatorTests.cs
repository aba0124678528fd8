using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Signaling.Hosting;
using Signaling.Tests.Support;
using Signaling.Tokens;

namespace Signaling.Tests.Tokens;

public sealed class TokenValidatorTests : IDisposable
{
    private const string Secret = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly FakeTimeProvider _clock = new();
    private readonly TemporaryDirectory _directory = new();
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _rsa.Dispose();
        _ecdsa.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_token_that_is_right_gives_account_role_and_expiry()
    {
        TokenValidator validator = Validator(SecretKey());
        TokenIdentity? identity = await validator.ValidateAsync(Issue(Hmac(Secret), claims => claims["role"] = "admin"));

        Assert.Equal("alice", identity?.Account);
        Assert.True(identity?.IsAdmin);
        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromMinutes(10), identity?.ExpiresAt);
        Assert.False((await validator.ValidateAsync(Issue(Hmac(Secret))))!.IsAdmin);
        Assert.True((await validator.ValidateAsync(Issue(Hmac(Secret), claims => claims["role"] = (string[])["x", "admin"])))!.IsAdmin);
    }

    [Fact]
    public async Task A_token_that_was_right_is_wrong_once_it_has_expired()
    {
        TokenValidator validator = Validator(SecretKey());
        string token = Issue(Hmac(Secret));
        Assert.NotNull(await validator.ValidateAsync(token));
        Assert.NotNull(await validator.ValidateAsync(token));

        _clock.Advance(TimeSpan.FromMinutes(10) + TokenValidator.ClockSkew);
        Assert.Null(await validator.ValidateAsync(token));
    }

    [Fact]
    public async Task Each_kind_of_key_is_for_its_own_algorithm()
    {
        var rsaSigning = new SigningCredentials(new RsaSecurityKey(_rsa), "RS256");
        var ecdsaSigning = new SigningCredentials(new ECDsaSecurityKey(_ecdsa), "ES256");
        TokenKey rsa = PublicKey(_rsa.ExportSubjectPublicKeyInfoPem());
        TokenKey ecdsa = PublicKey(_ecdsa.ExportSubjectPublicKeyInfoPem());

        Assert.NotNull(await Validator(rsa).ValidateAsync(Issue(rsaSigning)));
        Assert.NotNull(await Validator(ecdsa).ValidateAsync(Issue(ecdsaSigning)));
        Assert.NotNull(await Validator(SecretKey(), rsa, ecdsa).ValidateAsync(Issue(ecdsaSigning)));
        Assert.Null(await Validator(rsa).ValidateAsync(Issue(ecdsaSigning)));
        Assert.Null(await Validator(rsa).ValidateAsync(Issue(new SigningCredentials(new RsaSecurityKey(_rsa), "PS256"))));
        Assert.Null(await Validator(rsa).ValidateAsync(Issue(new SigningCredentials(new RsaSecurityKey(_rsa), "RS512"))));
        Assert.Null(await Validator(SecretKey()).ValidateAsync(Issue(Hmac(Secret, "HS512"))));
    }

    [Fact]
    public async Task A_public_key_does_not_serve_as_a_secret()
    {
        string pem = _rsa.ExportSubjectPublicKeyInfoPem();
        Assert.Null(await Validator(PublicKey(pem)).ValidateAsync(Issue(Hmac(pem))));
        Assert.Null(await Validator(PublicKey(pem)).ValidateAsync(Issue(Hmac(pem.Trim()))));
    }

    [Fact]
    public async Task A_token_without_signature_is_refused()
    {
        string signed = Issue(Hmac(Secret));
        string body = signed.Split('.')[1];
        string none = Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""");

        Assert.Null(await Validator(SecretKey()).ValidateAsync($"{none}.{body}."));
        Assert.Null(await Validator(SecretKey()).ValidateAsync(signed.AsSpan(0, signed.Length - 2)));
        Assert.Null(await Validator(SecretKey()).ValidateAsync(Issue(Hmac("another secret that is long enough"))));
    }

    [Theory]
    [InlineData(-31, false)]
    [InlineData(-29, true)]
    [InlineData(1, true)]
    public async Task Expiry_is_checked_with_half_a_minute_of_grace(int expiresIn, bool isValid)
    {
        string token = Issue(Hmac(Secret), expires: _clock.GetUtcNow() + TimeSpan.FromSeconds(expiresIn));
        Assert.Equal(isValid, await Validator(SecretKey()).ValidateAsync(token) is not null);
    }

    [Theory]
    [InlineData(31, false)]
    [InlineData(29, true)]
    public async Task A_token_from_the_future_is_refused_beyond_half_a_minute(int startsIn, bool isValid)
    {
        string token = Issue(Hmac(Secret), notBefore: _clock.GetUtcNow() + TimeSpan.FromSeconds(startsIn));
        Assert.Equal(isValid, await Validator(SecretKey()).ValidateAsync(token) is not null);
    }

    [Fact]
    public async Task Issuer_audience_expiry_and_subject_are_required()
    {
        TokenValidator validator = Validator(SecretKey());
        Assert.Null(await validator.ValidateAsync(Issue(Hmac(Secret), issuer: "someone else")));
        Assert.Null(await validator.ValidateAsync(Issue(Hmac(Secret), audience: "something else")));
        Assert.Null(await validator.ValidateAsync(Issue(Hmac(Secret), issuer: null)));
        Assert.Null(await validator.ValidateAsync(Issue(Hmac(Secret), audience: null)));
        Assert.Null(await validator.ValidateAsync(Issue(Hmac(Secret), hasExpiry: false)));
        Assert.Null(await validator.ValidateAsync(Issue(Hmac(Secret), claims => claims.Remove("sub"))));
        Assert.Null(await validator.ValidateAsync(Issue(Hmac(Secret), claims => claims["sub"] = "no account / id")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.")]
    [InlineData("\0\u00ff.\0.\0")]
    public async Task Nonsense_is_refused(string token) => Assert.Null(await Validator(SecretKey()).ValidateAsync(token));

    [Fact]
    public async Task A_giant_is_refused() => Assert.Null(await Validator(SecretKey()).ValidateAsync(new string('a', 100_000)));

    [Theory]
    [InlineData("tooshort")]
    [InlineData("0123456789abcdef0123456789abcde")]
    public void A_short_secret_is_no_key(string secret) => Assert.Contains(
        "at least 32", Assert.Throws<StartupException>(() => TokenKey.Load(new TokenKeyOptions { Secret = secret }, "tokens.keys.0")).Message, StringComparison.Ordinal);

    [Fact]
    public void Wrong_keys_are_named_with_what_is_wrong()
    {
        using RSA small = RSA.Create(1024);
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Contains("1024", Assert.Throws<StartupException>(() => PublicKey(small.ExportSubjectPublicKeyInfoPem())).Message, StringComparison.Ordinal);
        Assert.Contains("P-256", Assert.Throws<StartupException>(() => PublicKey(other.ExportSubjectPublicKeyInfoPem())).Message, StringComparison.Ordinal);
        Assert.Contains("private", Assert.Throws<StartupException>(() => PublicKey(_rsa.ExportPkcs8PrivateKeyPem())).Message, StringComparison.Ordinal);
        Assert.Contains("neither", Assert.Throws<StartupException>(() => PublicKey("no key at all")).Message, StringComparison.Ordinal);
        Assert.Contains("exactly one", Assert.Throws<StartupException>(() => TokenKey.Load(new TokenKeyOptions(), "tokens.keys.0")).Message, StringComparison.Ordinal);
        Assert.Contains("secret_file", Assert.Throws<StartupException>(() => TokenKey.Load(new TokenKeyOptions { SecretFile = "/nowhere" }, "tokens.keys.0")).Message, StringComparison.Ordinal);
    }

    private static SigningCredentials Hmac(string secret, string algorithm = "HS256") =>
        new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)), algorithm);

    private static TokenKey SecretKey() => TokenKey.Load(new TokenKeyOptions { Secret = Secret }, "tokens.keys.0");

    private TokenKey PublicKey(string pem)
    {
        string file = _directory.File($"{Guid.NewGuid()}.pem");
        File.WriteAllText(file, pem);
        return TokenKey.Load(new TokenKeyOptions { PublicKeyFile = file }, "tokens.keys.0");
    }

    private TokenValidator Validator(params TokenKey[] keys) => new("issuer", "audience", keys, _clock);

    private string Issue(
        SigningCredentials signing,
        Action<Dictionary<string, object>>? change = null,
        string? issuer = "issuer",
        string? audience = "audience",
        DateTimeOffset? expires = null,
        DateTimeOffset? notBefore = null,
        bool hasExpiry = true)
    {
        var claims = new Dictionary<string, object> { ["sub"] = "alice" };
        change?.Invoke(claims);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Claims = claims,
            NotBefore = notBefore?.UtcDateTime,
            Expires = hasExpiry ? (expires ?? _clock.GetUtcNow() + TimeSpan.FromMinutes(10)).UtcDateTime : null,
            SigningCredentials = signing,
        });
    }
}
