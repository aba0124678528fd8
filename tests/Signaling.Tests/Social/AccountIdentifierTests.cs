using Signaling.Social;

namespace Signaling.Tests.Social;

public sealed class AccountIdentifierTests
{
    [Theory]
    [InlineData("+4930123456", "+4930123456")]
    [InlineData(" 0049 30 / 12-34.56 ", "+4930123456")]
    [InlineData("+1 (555) 010-0000", "+15550100000")]
    [InlineData("Alice@Example.ORG", "alice@example.org")]
    [InlineData("  a+b@c.d ", "a+b@c.d")]
    public void Numbers_and_addresses_have_one_form(string text, string expected) =>
        Assert.Equal(expected, AccountIdentifier.Normalize(text));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("030123456")]
    [InlineData("+0301234567")]
    [InlineData("+49301")]
    [InlineData("+1234567890123456")]
    [InlineData("+49 30 abc")]
    [InlineData("+٤٩٣٠١٢٣٤٥٦")]
    [InlineData("@example.org")]
    [InlineData("alice@")]
    [InlineData("two words@example.org")]
    [InlineData("nonsense")]
    public void Anything_else_is_left_out(string text) => Assert.Null(AccountIdentifier.Normalize(text));

    [Fact]
    public void A_text_of_any_length_is_taken() => Assert.Null(AccountIdentifier.Normalize(new string('9', 1_000_000)));

    [Fact]
    public void Hashes_depend_on_the_key_and_on_nothing_but_the_normal_form()
    {
        var hasher = new IdentifierHasher(new byte[32]);
        var other = new IdentifierHasher([.. Enumerable.Repeat((byte)1, 32)]);

        Assert.Equal(hasher.Hash("+4930123456"), hasher.Hash("0049 30 123456"));
        Assert.NotEqual(hasher.Hash("+4930123456"), other.Hash("+4930123456"));
        Assert.DoesNotContain("30123456", hasher.Hash("+4930123456"), StringComparison.Ordinal);
        Assert.Null(hasher.Hash("nonsense"));
    }
}
