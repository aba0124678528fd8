using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;
using Load.Reports;
using Load.Runs;

namespace Load.Options;

/// <summary>The program's command: flags are the properties of <see cref="LoadOptions"/> that have a <see cref="FlagAttribute"/>.</summary>
internal static class LoadCommand
{
    private const int UsageError = 2;
    private const int Failed = 1;

    /// <summary>Reads the flags and runs.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Loads a media server with real clients: ICE, DTLS, SRTP, RTCP over real sockets.");
        (PropertyInfo Property, Option Option)[] flags = [.. Flags()];
        foreach ((_, Option option) in flags)
        {
            root.Options.Add(option);
        }

        var directory = new Argument<string>("directory");
        var summarize = new Command("summarize", "Puts the runs of a directory side by side, as bench/compare writes them.") { directory };
        summarize.SetAction(parsed => Console.Write(Comparison.Summarize(parsed.GetValue(directory)!)));
        root.Subcommands.Add(summarize);
        var others = new Argument<string>("others");
        var figures = new Command("figures", "The table of docs/performance.md from two directories of runs: shapes, and what bench/figures runs beside them.") { directory, others };
        figures.SetAction(parsed => Console.Write(Figures.Write(parsed.GetValue(directory)!, parsed.GetValue(others)!)));
        root.Subcommands.Add(figures);
        root.SetAction((parsed, cancellationToken) => RunAsync(Read(parsed, flags), cancellationToken));
        ParseResult result = root.Parse(args);
        if (result.Errors.Count > 0 && result.Action is not HelpAction)
        {
            Console.Error.WriteLine($"{result.Errors[0].Message} See --help.");
            return UsageError;
        }

        return await result.InvokeAsync();
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
            return Failed;
        }
    }

    private static IEnumerable<(PropertyInfo Property, Option Option)> Flags()
    {
        var standard = new LoadOptions();
        foreach (PropertyInfo property in typeof(LoadOptions).GetProperties())
        {
            if (property.GetCustomAttribute<FlagAttribute>() is { } flag)
            {
                yield return (property, property.PropertyType == typeof(bool)
                    ? new Option<bool>(flag.Name) { Description = flag.Description }
                    : Valued(flag, property.PropertyType, FlagValue.Format(property.GetValue(standard))));
            }
        }
    }

    private static Option<string> Valued(FlagAttribute flag, Type type, string? standard)
    {
        var option = new Option<string>(flag.Name) { Description = flag.Description };
        if (standard is not null)
        {
            option.DefaultValueFactory = _ => standard;
        }

        option.Validators.Add(result =>
        {
            try
            {
                _ = result.Tokens.Count == 0 ? null : FlagValue.Parse(result.Tokens[0].Value, TypeOf(type));
            }
            catch (FormatException error)
            {
                result.AddError($"{flag.Name}: {error.Message}");
            }
        });
        return option;
    }

    private static LoadOptions Read(ParseResult parsed, IEnumerable<(PropertyInfo Property, Option Option)> flags)
    {
        var options = new LoadOptions();
        foreach ((PropertyInfo property, Option option) in flags)
        {
            switch (option)
            {
                case Option<bool> given:
                    property.SetValue(options, parsed.GetValue(given));
                    break;
                case Option<string> given when parsed.GetValue(given) is { } text:
                    property.SetValue(options, FlagValue.Parse(text, TypeOf(property.PropertyType)));
                    break;
                default:
                    break;
            }
        }

        return options;
    }

    private static Type TypeOf(Type property) => Nullable.GetUnderlyingType(property) ?? property;
}
