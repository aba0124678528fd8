using System.Collections.Concurrent;
using System.Text.Json;
using EndToEnd.Tests.Pages;
using Microsoft.Playwright;

namespace EndToEnd.Tests.Browsers;

/// <summary>One tab in a browser context of its own, the same for every browser. Elements are named by their <c>data-testid</c>.</summary>
public sealed class BrowserPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly IPage _page;
    private readonly ConcurrentQueue<string> _console = new();

    private BrowserPage(IBrowserContext context, IPage page, Seat seat)
    {
        _context = context;
        _page = page;
        Seat = seat;
        page.Console += (_, message) => _console.Enqueue($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => _console.Enqueue($"uncaught: {error}");
    }

    public Seat Seat { get; }

    /// <summary>Everything that the page wrote to its console, and every exception that nobody caught.</summary>
    public IReadOnlyCollection<string> Console => _console;

    /// <summary>What of that is an error.</summary>
    public IEnumerable<string> Errors => _console.Where(line => line.StartsWith("error", StringComparison.Ordinal) || line.StartsWith("uncaught", StringComparison.Ordinal));

    internal static async Task<BrowserPage> OpenAsync(IBrowser browser, Seat seat)
    {
        var context = await browser.NewContextAsync();
        await context.AddInitScriptAsync(PageScripts.Wiretap);
        await context.AddInitScriptAsync(PageScripts.Probe);
        await context.AddInitScriptAsync(PageScripts.BusyPicture);
        return new BrowserPage(context, await context.NewPageAsync(), seat);
    }

    public Task GotoAsync(string url) => _page.GotoAsync(url);

    public Task ReloadAsync() => _page.ReloadAsync();

    /// <summary>Presses the browser's back button.</summary>
    public Task GoBackAsync() => _page.GoBackAsync();

    /// <summary>Calls a JavaScript function in the page and returns what it resolves to, which travels as JSON.</summary>
    public async Task<T> EvaluateAsync<T>(string function, object? argument = null)
    {
        var json = await _page.EvaluateAsync<string>($"async argument => JSON.stringify((await ({function})(argument)) ?? null)", argument);
        return JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web)!;
    }

    /// <summary>Makes the page as large as a screen, in CSS pixels.</summary>
    public Task ResizeAsync(int width, int height) => _page.SetViewportSizeAsync(width, height);

    /// <summary>What a screen reader is told of the page, a line an element, as Playwright writes it: <c>- button "Mute"</c>.</summary>
    public Task<string> AccessibilityTreeAsync() => _page.Locator("body").AriaSnapshotAsync();

    public Task PressAsync(string key) => _page.Keyboard.PressAsync(key);

    public Task ClickAsync(string testId) => ReportedAsync(() => Element(testId).ClickAsync());

    public Task FillAsync(string testId, string text) => ReportedAsync(() => Element(testId).FillAsync(text));

    /// <summary>Chooses what a select element calls <paramref name="label"/>.</summary>
    public Task SelectAsync(string testId, string label) => ReportedAsync(() => Element(testId).SelectOptionAsync(new SelectOptionValue { Label = label }));

    /// <summary>Waits until the element is there with that value of an attribute.</summary>
    public Task SeesAttributeAsync(string testId, string attribute, string value) => ReportedAsync(() =>
        Assertions.Expect(Element(testId)).ToHaveAttributeAsync(attribute, value, new() { Timeout = (float)Eventually.Limit.TotalMilliseconds }));

    /// <summary>Waits until the element is visible and contains the text.</summary>
    public Task SeesAsync(string testId, string text = "") => ReportedAsync(() =>
        Assertions.Expect(Element(testId).Filter(new() { HasText = text, Visible = true }).First)
            .ToBeVisibleAsync(new() { Timeout = (float)Eventually.Limit.TotalMilliseconds }));

    /// <summary>Waits until no such element is visible.</summary>
    public Task DoesNotSeeAsync(string testId) => ReportedAsync(() =>
        Assertions.Expect(Element(testId).Filter(new() { Visible = true }))
            .ToHaveCountAsync(0, new() { Timeout = (float)Eventually.Limit.TotalMilliseconds }));

    /// <summary>Waits until a JavaScript function that takes no argument returns something true.</summary>
    public Task WaitForAsync(string predicate) =>
        UntilAsync(() => EvaluateAsync<bool>($"async () => !!(await ({predicate})())"), holds => holds, predicate);

    /// <summary>Asks until the condition holds; a failure leaves a screenshot and names what the page wrote to its console.</summary>
    public async Task<T> UntilAsync<T>(Func<Task<T>> probe, Func<T, bool> condition, string expectation, TimeSpan? limit = null)
    {
        T answer = default!;
        await ReportedAsync(async () => answer = await Eventually.HoldsAsync(probe, condition, $"{Seat}: {expectation}", limit));
        return answer;
    }

    public Task<byte[]> ScreenshotAsync(string path) => _page.ScreenshotAsync(new() { Path = path });

    /// <summary>Closes the tab as a person does: the page hears of it.</summary>
    public Task CloseAsync() => _page.CloseAsync(new() { RunBeforeUnload = false });

    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    private ILocator Element(string testId) => _page.GetByTestId(testId);

    private async Task ReportedAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception exception) when (exception is TimeoutException or PlaywrightException)
        {
            throw new PageException(await DescribeFailureAsync(exception.Message), exception);
        }
    }

    private async Task<string> DescribeFailureAsync(string message)
    {
        var picture = Path.Combine(TestPaths.Reports, $"{DateTime.UtcNow:HHmmss-fff}-{Seat.Kind}-{Seat.Person.Name}.png");
        string[] heard = [];
        try
        {
            await ScreenshotAsync(picture);
            heard = await EvaluateAsync<string[]>("() => window.wiretap.heard().filter((text) => text.startsWith('{')).slice(-6).map((text) => text.slice(0, 700))");
        }
        catch (Exception exception) when (exception is TimeoutException or PlaywrightException)
        {
            message += $"\nThe page cannot be asked: {exception.Message}";
        }

        return $"""
            {message}
            Page: {_page.Url} in {Seat}
            Screenshot: {picture}
            Console: {string.Join("\n  ", _console.TakeLast(20))}
            Heard last:
              {string.Join("\n  ", heard)}
            """;
    }
}
