using System.Net;
using System.Text;
using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Pages;
using EndToEnd.Tests.Server;

namespace EndToEnd.Tests.Harness;

/// <summary>Serves a page with nothing but two video elements and a peer connection, to try the harness without the product.</summary>
public sealed class BarePage : IDisposable
{
    private const string Html = """
        <!doctype html><title>bare</title>
        <video data-testid="self" muted autoplay playsinline></video>
        <video data-testid="remote" autoplay playsinline></video>
        <button data-testid="button" onclick="this.textContent = 'clicked'">click</button>
        <script>
        """;

    private readonly HttpListener _listener = new();

    public BarePage(string address = "127.0.0.1")
    {
        Url = $"http://{address}:{FreePort.Find()}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = ServeAsync();
    }

    public string Url { get; }

    /// <summary>Opens the page and captures camera and microphone.</summary>
    public async Task<BrowserPage> OpenAsync(BrowserPark park, Seat seat, int camera = 0)
    {
        var page = await park.OpenAsync(seat);
        await page.GotoAsync(Url);
        await page.EvaluateAsync<bool>("camera => window.bare.capture(camera)", camera);
        return page;
    }

    /// <summary>Connects two open pages to one another, the test being the signaling.</summary>
    public static async Task ConnectAsync(BrowserPage first, BrowserPage second)
    {
        var offer = await first.EvaluateAsync<string>("() => window.bare.offer()");
        var answer = await second.EvaluateAsync<string>("offer => window.bare.answer(offer)", offer);
        await first.EvaluateAsync<bool>("answer => window.bare.finish(answer)", answer);
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        var body = Encoding.UTF8.GetBytes($"{Html}{PageScripts.Read("bare.js")}</script>");
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is ObjectDisposedException or HttpListenerException)
            {
                return; // closed while waiting
            }

            context.Response.ContentType = "text/html";
            await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
    }
}
