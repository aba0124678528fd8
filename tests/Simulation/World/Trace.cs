using System.Text.Json;
using System.Text.Json.Serialization;
using Sfu;

namespace Simulation.World;

/// <summary>
/// All that reached an engine, with the times, as a file: the first line tells the seed, each other one an input (<see cref="TraceLine"/>), the last one
/// a hash over all that the engine sent. Read again it makes another engine do the same, byte for byte.
/// </summary>
internal static class Trace
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Writes what reaches an engine from now on.</summary>
    /// <param name="host">The engine.</param>
    /// <param name="seed">What the engine was made from.</param>
    /// <param name="writer">Takes the lines.</param>
    public static void Record(EngineHost host, int seed, TextWriter writer)
    {
        writer.WriteLine(JsonSerializer.Serialize(new Header(seed), Options));
        host.Applied += (input, now) => writer.WriteLine(JsonSerializer.Serialize(TraceLine.Of(input, now), Options));
    }

    /// <summary>Ends a trace.</summary>
    public static void Finish(EngineHost host, TextWriter writer) => writer.WriteLine(JsonSerializer.Serialize(new Footer(host.Digest), Options));

    /// <summary>Lets another engine do what a trace tells.</summary>
    /// <param name="reader">The trace.</param>
    /// <param name="watch">Is called with each input before it takes effect.</param>
    /// <returns>The hash over all that the engine sent, as the trace has it (null where the trace was cut off) and as it came out now.</returns>
    public static (string? Recorded, string Replayed) Replay(TextReader reader, Action<EngineInput, MediaTime>? watch = null)
    {
        Header header = JsonSerializer.Deserialize<Header>(reader.ReadLine() ?? "", Options) ?? throw new FormatException("The trace is empty.");
        using var host = new EngineHost(header.Seed) { Applied = watch };
        while (reader.ReadLine() is { } text)
        {
            if (text.StartsWith("""{"digest":""", StringComparison.Ordinal))
            {
                return (JsonSerializer.Deserialize<Footer>(text, Options)!.Digest, host.Digest);
            }

            TraceLine line = JsonSerializer.Deserialize<TraceLine>(text, Options)!;
            host.Apply(line.ToInput(), new MediaTime(line.At));
        }

        return (null, host.Digest);
    }

    private sealed record Header(int Seed);

    private sealed record Footer(string Digest);
}
