using System.Collections.Concurrent;
using EndToEnd.Tests.Media;
using Microsoft.Playwright;

namespace EndToEnd.Tests.Browsers;

/// <summary>
/// The browser processes of a test run, one a seat, started when first needed. Tests share them: each opens pages
/// in contexts of its own (cookies, storage, permissions) and closes them.
/// </summary>
public sealed class BrowserPark : IAsyncLifetime, IAsyncDisposable
{
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly MediaFiles _media = new();
    private readonly NamespaceLauncher _launcher = new();
    private readonly ConcurrentDictionary<Seat, Lazy<Task<IBrowser>>> _browsers = new();
    private readonly Lazy<Task<AudioSink>> _speakers = new(AudioSink.StartAsync);
    private readonly Lazy<Task<IPlaywright>> _playwright = new(Playwright.CreateAsync);

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    /// <summary>Opens an empty page in a context of its own.</summary>
    public async Task<BrowserPage> OpenAsync(Seat seat)
    {
        var browser = await _browsers.GetOrAdd(seat, _ => new(() => LaunchAsync(seat))).Value;
        return await BrowserPage.OpenAsync(browser, seat);
    }

    /// <summary>Ends a seat's Chromium as a power failure does: it and its pages have no time for a farewell.</summary>
    public async Task KillAsync(Seat seat)
    {
        _browsers.TryRemove(seat, out _);
        await ChromiumLauncher.KillAsync(_mark, seat);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers.Values)
        {
            await (await browser.Value).CloseAsync();
        }

        if (_playwright.IsValueCreated)
        {
            (await _playwright.Value).Dispose();
        }

        if (_speakers.IsValueCreated)
        {
            (await _speakers.Value).Dispose();
        }

        _launcher.Dispose();
        _media.Dispose();
    }

    private async Task<IBrowser> LaunchAsync(Seat seat) => seat.Kind switch
    {
        BrowserKind.Chromium => await ChromiumLauncher.LaunchAsync(await _playwright.Value, seat, _media, _launcher, _mark),
        BrowserKind.Firefox => await FirefoxLauncher.LaunchAsync(await _playwright.Value, seat, await _speakers.Value),
        _ => throw new ArgumentOutOfRangeException(nameof(seat)),
    };
}
