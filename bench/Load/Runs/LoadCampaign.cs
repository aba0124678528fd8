using Load.Clients;
using Load.Options;
using Load.Reports;
using Load.Targets;

namespace Load.Runs;

/// <summary>What one command does: one load, or growing ones.</summary>
internal static class LoadCampaign
{
    /// <summary>Runs, prints, and writes the JSON.</summary>
    /// <exception cref="LoadException">It cannot go on.</exception>
    public static async Task RunAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        using var clients = new ClientFactory(options);
        using ServerApi? api = options.Target is TargetKind.Server or TargetKind.Calls ? await ServerApi.OpenAsync(options, cancellationToken) : null;
        await using ITarget target = await OpenAsync(options, clients, api, cancellationToken);
        var run = new LoadRun(options, clients, target, api);
        Console.WriteLine($"{options.Target.ToString().ToLowerInvariant()} {options.Server}: {options.Rooms} rooms of {options.Publishers} + {options.Subscribers}, "
            + $"{clients.PacketsPerSecond:F0} packets a second from each publisher, {options.SrtpName}");
        await run.JoinAsync(cancellationToken);
        LoadReport report = options.Ramp
            ? await new Ramp(run, options).RunAsync(cancellationToken)
            : await run.MeasureAsync(options.WarmUp, options.Duration, cancellationToken);
        await run.LeaveAsync();
        ReportWriter.Print(report);
        if (options.Json is not null)
        {
            ReportWriter.Write(options.Json, report);
        }
    }

    private static async Task<ITarget> OpenAsync(LoadOptions options, ClientFactory clients, ServerApi? api, CancellationToken cancellationToken) => options.Target switch
    {
        TargetKind.Limit => new LimitTarget(options, clients),
        TargetKind.Janus => await JanusTarget.OpenAsync(options, clients, cancellationToken),
        TargetKind.Calls => new CallsTarget(api!, clients, options),
        _ => new ServerTarget(api!, clients),
    };
}
