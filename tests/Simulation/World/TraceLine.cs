using System.Globalization;
using Sfu;
using Sfu.Ice;
using Sfu.Net;

namespace Simulation.World;

/// <summary>A line of a trace: one input of an engine and its time. What does not belong to the kind of input is null.</summary>
internal sealed record TraceLine
{
    /// <summary>Microseconds of the engine's clock.</summary>
    public required long At { get; init; }

    /// <summary>The name of the <see cref="EngineInput"/>.</summary>
    public required string Input { get; init; }

    /// <summary>Where a datagram came from: IPv4 address as a number, colon, port.</summary>
    public string? Source { get; init; }

    /// <summary>The datagram.</summary>
    public byte[]? Bytes { get; init; }

    public string? Room { get; init; }

    public string? Participant { get; init; }

    public string? Offer { get; init; }

    public string? Ufrag { get; init; }

    public string? Password { get; init; }

    public ServerFeatures? Features { get; init; }

    public int? SsrcSeed { get; init; }

    public AgreedKeys? Keys { get; init; }

    /// <summary>Whether a gate was opened.</summary>
    public bool? Open { get; init; }

    /// <summary>What was muted, or is not any more.</summary>
    public MediaKind? Kind { get; init; }

    public bool? Muted { get; init; }

    public IReadOnlyList<SlotTile>? Tiles { get; init; }

    /// <summary>The line of an input.</summary>
    public static TraceLine Of(EngineInput input, MediaTime now)
    {
        var line = new TraceLine { At = now.Microseconds, Input = input.GetType().Name };
        return input switch
        {
            EngineInput.Datagram datagram => line with
            {
                Source = string.Create(CultureInfo.InvariantCulture, $"{(uint)datagram.Source.Low}:{datagram.Source.Port}"),
                Bytes = datagram.Bytes,
            },
            EngineInput.Join join => (line with
            {
                Offer = join.Offer,
                Ufrag = join.Credentials.Ufrag,
                Password = join.Credentials.Password,
                Features = join.Features,
                SsrcSeed = join.SsrcSeed,
                Keys = join.Keys ?? throw new InvalidOperationException("A DTLS handshake cannot be replayed; join with agreed keys."),
            }).About(join.Key),
            EngineInput.Update => throw new InvalidOperationException("A later offer cannot be replayed."),
            EngineInput.Gate gate => (line with { Open = gate.Open }).About(gate.Key),
            EngineInput.Mute mute => (line with { Kind = mute.Kind, Muted = mute.Muted }).About(mute.Key),
            EngineInput.Layout layout => (line with { Tiles = layout.Tiles }).About(layout.Key),
            EngineInput.Remove remove => line.About(remove.Key),
            _ => line,
        };
    }

    /// <summary>The input of the line.</summary>
    public EngineInput ToInput()
    {
        switch (Input)
        {
            case nameof(EngineInput.Datagram):
                string[] source = Source!.Split(':');
                return new EngineInput.Datagram(TransportAddress.FromIPv4(Number<uint>(source[0]), Number<ushort>(source[1])), Bytes!);
            case nameof(EngineInput.Join):
                Require.That(IceCredentials.TryParse(Ufrag!, Password!, out IceCredentials? credentials) == IceCredentialsError.None);
                return new EngineInput.Join(Key, Offer!, credentials!, Features!, SsrcSeed!.Value, Keys);
            case nameof(EngineInput.Gate):
                return new EngineInput.Gate(Key, Open!.Value);
            case nameof(EngineInput.Mute):
                return new EngineInput.Mute(Key, Kind!.Value, Muted!.Value);
            case nameof(EngineInput.Layout):
                return new EngineInput.Layout(Key, Tiles!);
            case nameof(EngineInput.Remove):
                return new EngineInput.Remove(Key);
            case nameof(EngineInput.Advance):
                return EngineInput.Advance.Instance;
            default:
                throw new FormatException($"A trace has an input '{Input}' that this version does not know.");
        }
    }

    private ParticipantKey Key => new(Room!, Participant!);

    private static T Number<T>(string text)
        where T : IParsable<T> => T.Parse(text, CultureInfo.InvariantCulture);

    private TraceLine About(ParticipantKey key) => this with { Room = key.Room, Participant = key.Participant };
}
