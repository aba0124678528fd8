namespace EndToEnd.Tests.Browsers;

/// <summary>Makes small programs that start another one inside a network namespace, for those who can only name an executable.</summary>
public sealed class NamespaceLauncher : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("launchers-");

    public string For(string executable, string networkNamespace)
    {
        var path = Path.Combine(_folder.FullName, networkNamespace);
        File.WriteAllText(path, $"#!/bin/sh\nexec ip netns exec {networkNamespace} {executable} \"$@\"\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
