using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Signaling.Storage;
using Signaling.Tokens;

namespace Signaling.Hosting;

/// <summary>The server as a process: settings in, exit code out, and one line on stderr when it cannot start.</summary>
internal static class ServerProcess
{
    /// <summary>The exit code after wrong flags or settings.</summary>
    public const int UsageError = 2;

    private const int StartError = 1;

    /// <summary>Runs until the process is asked to stop.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string? configFile, IReadOnlyDictionary<string, string?> flags, CancellationToken stop)
    {
        ServerOptions options;
        try
        {
            options = new SettingReader(Sources(configFile, flags)).Read<ServerOptions>();
        }
        catch (StartupException error)
        {
            return Fail(error.Message, UsageError);
        }

        try
        {
            await using WebApplication app = await ServerHost.BuildAsync(options, WarmServer.Register);
            await app.StartAsync(stop);
            Announce(app, options);
            await app.WaitForShutdownAsync(stop);
            return 0;
        }
        catch (Exception error) when (error is StartupException or SchemaTooNewException)
        {
            return Fail(error.Message, StartError);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            return Fail($"{error.Message} Stop the other program, or choose another port with --port.", StartError);
        }
        catch (SocketException error)
        {
            return Fail($"A port cannot be opened: {error.Message} Choose another with --port or --media-port.", StartError);
        }
    }

    private static List<SettingSource> Sources(string? configFile, IReadOnlyDictionary<string, string?> flags)
    {
        List<SettingSource> sources = [];
        string beside = Path.Combine(AppContext.BaseDirectory, "appsettings.json");
        if (File.Exists(beside))
        {
            sources.Add(SettingSource.OfFile(beside));
        }

        if (configFile is not null)
        {
            sources.Add(SettingSource.OfFile(configFile));
        }

        sources.Add(SettingSource.OfEnvironment());
        sources.Add(SettingSource.OfFlags(flags));
        return sources;
    }

    private static void Announce(WebApplication app, ServerOptions options)
    {
        foreach (string address in app.Urls)
        {
            // Browsers give camera and microphone to localhost and https only (W3C Secure Contexts).
            Console.WriteLine($"Open {address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)}");
        }

        if (options.Demo)
        {
            Console.WriteLine("Demo: everybody who reaches this address can sign in as any of the demo accounts.");
        }
        else if (options.Tokens.Keys.Count == 0)
        {
            string key = Path.GetFullPath(Path.Combine(options.Data, TokenOptions.GeneratedKey));
            Console.WriteLine($"No tokens.keys are configured: whoever has {key} can sign tokens (HS256). Start with --demo for accounts to try.");
        }
    }

    private static int Fail(string message, int code)
    {
        Console.Error.WriteLine(message.ReplaceLineEndings(" "));
        return code;
    }
}
