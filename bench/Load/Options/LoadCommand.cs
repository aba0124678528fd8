using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Load.Media;
using Load.Reports;
using Load.Runs;
using Rtp.Srtp;

namespace Load.Options;

/// <summary>The flags of the program.</summary>
internal static class LoadCommand
{
    private const int UsageError = 2;

    /// <summary>Reads the flags and runs.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var target = new Option<TargetKind>("--target") { Description = "What is loaded: server, janus or limit.", DefaultValueFactory = _ => TargetKind.Server };
        var server = new Option<Uri>("--server") { Description = "Its HTTP address; of limit its media address, udp://127.0.0.1:5000.", CustomParser = ParseAddress, DefaultValueFactory = _ => new Uri("http://127.0.0.1:8080") };
        var tokenKey = new Option<string?>("--token-key") { Description = "File with the server's HS256 key (tokens.key in its data directory)." };
        var token = new Option<string?>("--token") { Description = "A token with the role admin. Without both a demo server is asked for one." };
        var process = new Option<int?>("--server-pid") { Description = "The server's process on this machine, if the server does not say it itself." };
        var rooms = Count("--rooms", "How many rooms.", 1);
        var publishers = Count("--publishers", "Who send in each room, and receive the others who send.", 1);
        var subscribers = Count("--subscribers", "Who only receive in each room.", 50);
        var video = Count("--video-kbps", "Kilobits a second of pictures of each publisher; 0 for none.", 1500);
        var audio = new Option<bool>("--audio") { Description = "Publishers send sound." };
        var codec = new Option<MediaCodec>("--codec") { Description = "vp8 or h264.", DefaultValueFactory = _ => MediaCodec.Vp8 };
        var srtp = new Option<string>("--srtp") { Description = "What clients offer: gcm128, gcm256 or cm80.", DefaultValueFactory = _ => "gcm128" }.AcceptOnlyFromAmong("gcm128", "gcm256", "cm80");
        var pacing = new Option<string>("--pacing") { Description = "burst: the packets of a picture leave at once; even: spread over its time.", DefaultValueFactory = _ => "burst" }.AcceptOnlyFromAmong("burst", "even");
        var duration = new Option<TimeSpan>("--duration") { Description = "The measured time, such as 30s.", CustomParser = ParseTime, DefaultValueFactory = _ => TimeSpan.FromSeconds(30) };
        var warmUp = new Option<TimeSpan>("--warm-up") { Description = "Before it.", CustomParser = ParseTime, DefaultValueFactory = _ => TimeSpan.FromSeconds(3) };
        var joinRate = new Option<double>("--join-rate") { Description = "Joins a second.", DefaultValueFactory = _ => 100 };
        var loss = new Option<double>("--loss") { Description = "Probability with which each datagram is lost, each way, such as 1%.", CustomParser = ParseShare };
        var flood = new Option<double>("--flood") { Description = "Bad input beside the media: so many times the packets that publishers send." };
        var ramp = new Option<bool>("--ramp") { Description = "Adds subscribers until loss > 0.1 % or p99 > 20 ms." };
        var turn = Count("--turn-us", "Microseconds from one look at the sockets to the next.", 500);
        var samples = new Option<string>("--samples") { Description = "Directory of media samples.", DefaultValueFactory = _ => "artifacts/load-samples" };
        var json = new Option<string?>("--json") { Description = "File for the result as JSON." };
        var root = new RootCommand("Loads a media server with real clients: ICE, DTLS, SRTP, RTCP over real sockets.")
        {
            target, server, tokenKey, token, process, rooms, publishers, subscribers, video, audio, codec, srtp, pacing, duration, warmUp, joinRate, loss, flood, ramp,
            turn, samples, json,
        };
        var directory = new Argument<string>("directory");
        var summarize = new Command("summarize", "Puts the runs of a directory side by side, as bench/compare writes them.") { directory };
        summarize.SetAction(parsed => Console.Write(Comparison.Summarize(parsed.GetValue(directory)!)));
        root.Subcommands.Add(summarize);
        int code = 0;
        root.SetAction(async (parsed, cancellationToken) => code = await RunAsync(
            new LoadOptions
            {
                Target = parsed.GetValue(target),
                Server = parsed.GetValue(server)!,
                TokenKey = parsed.GetValue(tokenKey),
                Token = parsed.GetValue(token),
                ServerProcess = parsed.GetValue(process),
                Rooms = parsed.GetValue(rooms),
                Publishers = parsed.GetValue(publishers),
                Subscribers = parsed.GetValue(subscribers),
                VideoKilobits = parsed.GetValue(video),
                Audio = parsed.GetValue(audio),
                Codec = parsed.GetValue(codec),
                Srtp = parsed.GetValue(srtp) switch
                {
                    "gcm256" => SrtpProfile.AeadAes256Gcm,
                    "cm80" => SrtpProfile.AesCm128HmacSha1Tag80,
                    _ => SrtpProfile.AeadAes128Gcm,
                },
                EvenPacing = parsed.GetValue(pacing) == "even",
                Duration = parsed.GetValue(duration),
                WarmUp = parsed.GetValue(warmUp),
                JoinRate = parsed.GetValue(joinRate),
                Loss = parsed.GetValue(loss),
                Flood = parsed.GetValue(flood),
                Ramp = parsed.GetValue(ramp),
                TurnMicroseconds = parsed.GetValue(turn),
                Samples = parsed.GetValue(samples)!,
                Json = parsed.GetValue(json),
            },
            cancellationToken));
        ParseResult result = root.Parse(args);
        if (result.Errors.Count > 0 && result.Action is not System.CommandLine.Help.HelpAction)
        {
            Console.Error.WriteLine($"{result.Errors[0].Message} See --help.");
            return UsageError;
        }

        int invoked = await result.InvokeAsync();
        return invoked != 0 ? invoked : code;
    }

    private static async Task<int> RunAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await LoadCampaign.RunAsync(options, cancellationToken);
            return 0;
        }
        catch (LoadException error)
        {
            Console.Error.WriteLine(error.Message);
            return 1;
        }
    }

    private static Option<int> Count(string name, string description, int standard)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
            {
                result.AddError($"{name} cannot be negative.");
            }
        });
        return option;
    }

    private static Uri? ParseAddress(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? address))
        {
            return address;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not an address such as http://127.0.0.1:8080.");
        return null;
    }

    private static TimeSpan ParseTime(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        (string number, double seconds) = text.EndsWith("ms", StringComparison.Ordinal) ? (text[..^2], 0.001)
            : text.EndsWith('s') ? (text[..^1], 1)
            : text.EndsWith('m') ? (text[..^1], 60)
            : (text, 1);
        if (double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 0)
        {
            return TimeSpan.FromSeconds(value * seconds);
        }

        result.AddError($"'{text}' is not a time such as 30s or 500ms.");
        return default;
    }

    private static double ParseShare(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        bool percent = text.EndsWith('%');
        if (double.TryParse(percent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            value /= percent ? 100 : 1;
            if (value is >= 0 and < 1)
            {
                return value;
            }
        }

        result.AddError($"'{text}' is not a share such as 1% or 0.01.");
        return 0;
    }
}
