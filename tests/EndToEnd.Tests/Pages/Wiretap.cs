using EndToEnd.Tests.Browsers;

namespace EndToEnd.Tests.Pages;

/// <summary>Everything that a page was told or could find out, and what it said.</summary>
/// <param name="Heard">WebSocket frames received, HTTP answers, remote descriptions, remote candidates.</param>
/// <param name="Said">WebSocket frames sent.</param>
/// <param name="Statistics">The statistics of all its peer connections, as JSON.</param>
public sealed record Wiretap(string[] Heard, string[] Said, string Statistics)
{
    public static async Task<Wiretap> ReadAsync(BrowserPage page) =>
        await page.EvaluateAsync<Wiretap>(
            "async () => ({ heard: window.wiretap.heard(), said: window.wiretap.said(), statistics: await window.wiretap.statistics() })");

    /// <summary>Where a text, such as an address, is in what the page was told or could find out.</summary>
    public IReadOnlyList<string> Mentions(string text) =>
        [.. Heard.Append(Statistics).Where(known => known.Contains(text, StringComparison.OrdinalIgnoreCase))];
}
