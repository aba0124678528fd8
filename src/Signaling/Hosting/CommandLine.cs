using System.CommandLine;
using System.CommandLine.Parsing;

namespace Signaling.Hosting;

/// <summary>The flags of the program.</summary>
internal static class CommandLine
{
    /// <summary>Reads the flags and runs the server, or tells in one line what is wrong.</summary>
    /// <returns>The process's exit code.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        var demo = new Option<bool>("--demo") { Description = "Make a few accounts to try calls with, and let everybody sign in as them." };
        var port = new Option<string?>("--port") { Description = "Port of HTTP and WebSocket on all addresses (default 8080)." };
        var urls = new Option<string[]>("--urls") { Description = "Instead of --port: addresses to listen on, such as http://127.0.0.1:8080." };
        var mediaPort = new Option<string?>("--media-port") { Description = "Port of media, UDP and TCP (default 7882)." };
        var announce = new Option<string[]>("--announce") { Description = "An address at which clients reach the media port, if it is not the machine's own. May be repeated." };
        var data = new Option<string?>("--data") { Description = "Directory of the database and keys (default ./data)." };
        var config = new Option<string?>("--config") { Description = "A JSON file with settings." };
        var webRoot = new Option<string?>("--web-root") { Description = "Directory of the built web client (default: wwwroot beside the program)." };
        var logLevel = new Option<string?>("--log-level") { Description = "trace, debug, information (default), warning, error or none." };
        var root = new RootCommand("Audio and video calls: signaling, policy and media in one process.")
        {
            demo, port, urls, mediaPort, announce, data, config, webRoot, logLevel,
        };
        root.SetAction((parsed, cancellationToken) =>
        {
            var settings = new Dictionary<string, string?>();
            Set(settings, "demo", parsed.GetValue(demo) ? "true" : null);
            Set(settings, "port", parsed.GetValue(port));
            Set(settings, "media:port", parsed.GetValue(mediaPort));
            Set(settings, "data", parsed.GetValue(data));
            Set(settings, "web_root", parsed.GetValue(webRoot));
            Set(settings, "log:level", parsed.GetValue(logLevel));
            SetList(settings, "urls", parsed.GetValue(urls));
            SetList(settings, "media:announce", parsed.GetValue(announce));
            return ServerProcess.RunAsync(parsed.GetValue(config), settings, cancellationToken);
        });

        ParseResult result = root.Parse(args);
        if (result.Errors.Count > 0 && result.Action is not System.CommandLine.Help.HelpAction)
        {
            ParseError first = result.Errors[0];
            Console.Error.WriteLine($"{first.Message} See --help.");
            return Task.FromResult(ServerProcess.UsageError);
        }

        return result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    private static void Set(Dictionary<string, string?> settings, string key, string? value)
    {
        if (value is not null)
        {
            settings[key] = value;
        }
    }

    private static void SetList(Dictionary<string, string?> settings, string key, string[]? values)
    {
        for (int i = 0; i < values?.Length; i++)
        {
            settings[$"{key}:{i}"] = values[i];
        }
    }
}
