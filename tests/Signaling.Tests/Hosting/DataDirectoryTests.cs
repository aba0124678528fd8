using Signaling.Hosting;
using Signaling.Tests.Support;

namespace Signaling.Tests.Hosting;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_key_is_made_once_for_the_owners_eyes_only()
    {
        byte[] key;
        using (DataDirectory first = DataDirectory.Open(_directory.File("data")))
        {
            key = first.Key("some.key");
            Assert.Equal(key, first.Key("some.key"));
            Assert.NotEqual(key, first.Key("other.key"));
        }

        using DataDirectory second = DataDirectory.Open(_directory.File("data"));
        Assert.Equal(key, second.Key("some.key"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_directory.File("data"), "some.key")));
        }
    }

    [Fact]
    public void A_damaged_key_is_not_used()
    {
        using DataDirectory data = DataDirectory.Open(_directory.Path);
        File.WriteAllBytes(_directory.File("some.key"), [1, 2, 3]);
        Assert.Contains("damaged", Assert.Throws<StartupException>(() => data.Key("some.key")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_process_at_a_time_uses_it()
    {
        using (DataDirectory.Open(_directory.Path))
        {
            Assert.Contains("another server", Assert.Throws<StartupException>(() => DataDirectory.Open(_directory.Path)).Message, StringComparison.Ordinal);
        }

        using DataDirectory again = DataDirectory.Open(_directory.Path);
    }

    [Fact]
    public void A_path_that_cannot_be_a_directory_is_named()
    {
        File.WriteAllText(_directory.File("file"), "x");
        StartupException error = Assert.Throws<StartupException>(() => DataDirectory.Open(_directory.File("file")));
        Assert.Contains(_directory.File("file"), error.Message, StringComparison.Ordinal);
        Assert.Contains("--data", error.Message, StringComparison.Ordinal);
    }
}
