namespace EndToEnd.Tests;

/// <summary>Where things are, from wherever the tests run.</summary>
public static class TestPaths
{
    /// <summary>The folder that holds Sfu.sln.</summary>
    public static readonly string Repository = FindRepository();

    /// <summary>Screenshots of failures, server logs and measurements.</summary>
    public static readonly string Reports = Directory.CreateDirectory(Path.Combine(Repository, "artifacts", "end-to-end")).FullName;

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sfu.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No Sfu.sln above {AppContext.BaseDirectory}.");
    }
}
