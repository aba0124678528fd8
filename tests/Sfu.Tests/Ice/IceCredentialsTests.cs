using Sfu.Ice;

namespace Sfu.Tests.Ice;

public sealed class IceCredentialsTests
{
    [Fact]
    public void Fresh_credentials_are_valid_and_differ()
    {
        IceCredentials first = IceCredentials.Create();
        IceCredentials second = IceCredentials.Create();
        Assert.Equal(IceCredentialsError.None, IceCredentials.TryParse(first.Ufrag, first.Password, out _));
        Assert.NotEqual(first.Ufrag, second.Ufrag);
        Assert.NotEqual(first.Password, second.Password);
    }

    [Theory]
    [InlineData("abc", 24, IceCredentialsError.InvalidUfrag)]
    [InlineData("ab d", 24, IceCredentialsError.InvalidUfrag)]
    [InlineData("", 24, IceCredentialsError.InvalidUfrag)]
    [InlineData("abcü", 24, IceCredentialsError.InvalidUfrag)]
    [InlineData("ab+/", 21, IceCredentialsError.InvalidPassword)]
    [InlineData("ab+/", 257, IceCredentialsError.InvalidPassword)]
    [InlineData("ab+/", 22, IceCredentialsError.None)]
    [InlineData("ab+/", 256, IceCredentialsError.None)]
    public void A_peers_credentials_are_checked(string ufrag, int passwordLength, IceCredentialsError expected)
    {
        Assert.Equal(expected, IceCredentials.TryParse(ufrag, new string('p', passwordLength), out IceCredentials? credentials));
        Assert.Equal(expected == IceCredentialsError.None, credentials is not null);
    }

    [Fact]
    public void The_text_does_not_tell_the_password()
    {
        IceCredentials credentials = IceCredentials.Create();
        Assert.DoesNotContain(credentials.Password, credentials.ToString(), StringComparison.Ordinal);
    }
}
