using Microsoft.Extensions.Logging;
using Signaling.Hosting;
using Signaling.Policy;
using Signaling.Tests.Support;

namespace Signaling.Tests.Hosting;

public sealed class SettingReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Everything_has_a_default() => Assert.Equal(8080, Read().Port);

    [Fact]
    public void Settings_of_every_type_are_read()
    {
        ServerOptions options = Read(
            """
            {
              "port": 9000, "demo": true, "data": "/var/lib/calls",
              "policy": { "place": "everyone", "prior_message": "unregistered" },
              "calls": { "ring_seconds": 12.5, "attempts_burst": 3 },
              "media": { "announce": ["203.0.113.5", "2001:db8::5"] },
              "tokens": { "issuer": "app", "keys": [ { "secret_file": "/a" }, { "public_key_file": "/b" } ] },
              "log": { "level": "warning" }
            }
            """);
        Assert.Equal((9000, true, "/var/lib/calls"), (options.Port, options.Demo, options.Data));
        Assert.Equal((PlaceRule.Everyone, PriorMessageRule.Unregistered), (options.Policy.Place, options.Policy.PriorMessage));
        Assert.Equal((12.5, 3), (options.Calls.RingSeconds, options.Calls.AttemptsBurst));
        Assert.Equal(["203.0.113.5", "2001:db8::5"], options.Media.Announce);
        Assert.Equal(("app", "/a", "/b"), (options.Tokens.Issuer, options.Tokens.Keys[0].SecretFile, options.Tokens.Keys[1].PublicKeyFile));
        Assert.Equal(LogLevel.Warning, options.Log.Level);
    }

    [Fact]
    public void Later_sources_override_earlier_ones_and_a_list_as_a_whole()
    {
        ServerOptions options = new SettingReader(
        [
            File("""{"port":1000,"media":{"port":2000,"announce":["192.0.2.1","192.0.2.2"]}}"""),
            SettingSource.OfFlags(new Dictionary<string, string?> { ["port"] = "3000", ["media:announce:0"] = "192.0.2.9" }),
        ]).Read<ServerOptions>();
        Assert.Equal((3000, 2000), (options.Port, options.Media.Port));
        Assert.Equal(["192.0.2.9"], options.Media.Announce);
    }

    [Fact]
    public void Environment_variables_are_read_and_named()
    {
        Environment.SetEnvironmentVariable("CALLS_CALLS__RING_SECONDS", "33");
        Environment.SetEnvironmentVariable("CALLS_MEDIA__PROT", null);
        try
        {
            Assert.Equal(33, new SettingReader([SettingSource.OfEnvironment()]).Read<ServerOptions>().Calls.RingSeconds);
            Environment.SetEnvironmentVariable("CALLS_MEDIA__PROT", "1");
            StartupException error = Assert.Throws<StartupException>(() => new SettingReader([SettingSource.OfEnvironment()]).Read<ServerOptions>());
            Assert.Contains("environment variable CALLS_MEDIA__PROT", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("CALLS_CALLS__RING_SECONDS", null);
            Environment.SetEnvironmentVariable("CALLS_MEDIA__PROT", null);
        }
    }

    [Theory]
    [InlineData("""{"prot":1}""", "prot", "Known here: port")]
    [InlineData("""{"calls":{"rng_seconds":1}}""", "calls.rng_seconds", "ring_seconds")]
    [InlineData("""{"tokens":{"keys":[{"secert":"x"}]}}""", "tokens.keys.0.secert", "secret")]
    [InlineData("""{"port":"many"}""", "port", "'many'; it must be a whole number")]
    [InlineData("""{"port":80000}""", "port", "between 0 and 65535")]
    [InlineData("""{"port":{"x":1}}""", "port", "single value")]
    [InlineData("""{"demo":"perhaps"}""", "demo", "true or false")]
    [InlineData("""{"calls":{"ring_seconds":0}}""", "calls.ring_seconds", "between 1 and 600")]
    [InlineData("""{"calls":{"ring_seconds":"NaN"}}""", "calls.ring_seconds", "a number")]
    [InlineData("""{"policy":{"place":"nobody"}}""", "policy.place", "one of premium, everyone")]
    [InlineData("""{"media":{"announce":"203.0.113.5"}}""", "media.announce", "is a list")]
    [InlineData("""{"log":{"level":"loud"}}""", "log.level", "information")]
    public void What_is_wrong_is_named_with_where_it_stands_and_what_it_should_be(string json, string key, string expected)
    {
        StartupException error = Assert.Throws<StartupException>(() => Read(json));
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(_directory.Path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"port":1,"port":2}""")]
    public void A_file_that_is_not_the_right_JSON_is_named(string json) =>
        Assert.Contains(_directory.Path, Assert.Throws<StartupException>(() => Read(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_is_named() => Assert.Contains(
        "does not exist", Assert.Throws<StartupException>(() => SettingSource.OfFile(_directory.File("none.json"))).Message, StringComparison.Ordinal);

    private ServerOptions Read(string json = "{}") => new SettingReader([File(json)]).Read<ServerOptions>();

    private SettingSource File(string json)
    {
        string path = _directory.File("settings.json");
        System.IO.File.WriteAllText(path, json);
        return SettingSource.OfFile(path);
    }
}
