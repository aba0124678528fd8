using System.Text;
using Signaling.Storage;

namespace Signaling.Tests.Storage;

public sealed class PageCursorTests
{
    [Fact]
    public void A_cursor_survives_its_way_through_a_client()
    {
        var cursor = new PageCursor(123456789, "m_abc:def");
        Assert.True(PageCursor.TryParse(cursor.ToString(), out PageCursor read));
        Assert.Equal(cursor, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void None_is_the_first_page(string? text)
    {
        Assert.True(PageCursor.TryParse(text, out PageCursor cursor));
        Assert.Equal(PageCursor.Newest, cursor);
    }

    [Fact]
    public void Any_text_gives_a_cursor_or_false()
    {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            _ = PageCursor.TryParse(Encoding.Latin1.GetString(bytes), out _);
            _ = PageCursor.TryParse(Convert.ToBase64String(bytes).TrimEnd('='), out _);
        }

        Assert.False(PageCursor.TryParse("!", out _));
        Assert.False(PageCursor.TryParse("YWJj", out _));
        Assert.False(PageCursor.TryParse(new string('a', 100_000), out _));
    }
}
