using System.Globalization;
using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Network;
using Simulation.Network;
using Xunit.Abstractions;

namespace EndToEnd.Tests.Engine;

/// <summary>In a call of two a real browser's encoder follows what the other side's network can take, by REMB beside transport-wide feedback.</summary>
[Collection(BrowserTests.Name)]
public sealed class SendTargetTests(BrowserPark park, ITestOutputHelper output) : IAsyncDisposable
{
    private const long Narrow = 300_000;

    // More than the narrow way carries, and less than a browser gives a picture that it has shrunk meanwhile (600 kbit/s for 320x180).
    private const double Much = 450_000;

    private readonly EngineRoom _room = new();

    [Fact]
    public async Task The_encoder_follows_the_other_sides_network_down_and_up()
    {
        LinkSettings wide = LinkSettings.Perfect;
        await using var sender = await _room.OpenBusyAsync(park, new Seat(BrowserKind.Chromium, Person.Caller));
        await using var receiver = await _room.OpenAsync(park, new Seat(BrowserKind.Chromium, Person.Callee));
        await _room.JoinAsync(sender, "sender");
        using var way = await _room.JoinOverRelayAsync(receiver, "receiver", wide);

        await FollowsAsync(sender, () => way.Change(wide, wide.Limited(Narrow)), () => way.Change(wide, wide));
    }

    [NetworkFact(narrow: true)]
    public async Task The_encoder_follows_a_queue_of_the_operating_systems_down_and_up()
    {
        using var network = new PrivateNetwork();
        await using var room = new EngineRoom(PrivateNetwork.ServerAddress);
        await using var apart = new BrowserPark();
        ClientNetwork narrow = network.Join(room.Url);
        await using var sender = await room.OpenBusyAsync(apart, new Seat(BrowserKind.Chromium, Person.Caller, Network: network.Join(room.Url)));
        await using var receiver = await room.OpenAsync(apart, new Seat(BrowserKind.Chromium, Person.Callee, Network: narrow));
        await room.JoinAsync(sender, "sender");
        await room.JoinAsync(receiver, "receiver");

        await FollowsAsync(sender, () => PrivateNetwork.SetDownlink(narrow, Narrow), () => PrivateNetwork.SetDownlink(narrow, null));
    }

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    private async Task FollowsAsync(BrowserPage sender, Action narrow, Action widen)
    {
        await UntilAsync(sender, "much is sent", target => target > Much);
        narrow();
        await UntilAsync(sender, "no more is sent than the other side can take", target => target < Narrow);
        widen();
        await UntilAsync(sender, "much is sent again", target => target > Much);
    }

    private async Task UntilAsync(BrowserPage page, string expectation, Func<double, bool> condition)
    {
        var begin = DateTime.UtcNow;
        double target = await page.UntilAsync(
            async () => (await SentMedia.ReadAsync(page)).Target, condition, $"{expectation} (bits a second that the encoder is to give)");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{expectation}: {target / 1000:0} kbit/s after {(DateTime.UtcNow - begin).TotalSeconds:0.0} s"));
    }
}
