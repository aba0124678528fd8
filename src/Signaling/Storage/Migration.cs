using System.Reflection;

namespace Signaling.Storage;

/// <summary>One numbered step of the schema.</summary>
/// <param name="Version">Counts from 1 without gaps.</param>
/// <param name="Name">For people.</param>
/// <param name="Sql">Run in one transaction.</param>
internal sealed record Migration(int Version, string Name, string Sql)
{
    /// <summary>The embedded files <c>Storage/Migrations/NNNN_name.sql</c>, in order.</summary>
    public static IReadOnlyList<Migration> Embedded()
    {
        Assembly assembly = typeof(Migration).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => Read(assembly, name))
            .OrderBy(migration => migration.Version)];
    }

    private static Migration Read(Assembly assembly, string resource)
    {
        // The resource's name is its file name (LogicalName in the project file): 0001_accounts.sql.
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        string[] parts = Path.GetFileNameWithoutExtension(resource).Split('_', 2);
        return new Migration(int.Parse(parts[0]), parts[1], reader.ReadToEnd());
    }
}
