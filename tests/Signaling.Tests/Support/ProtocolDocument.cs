namespace Signaling.Tests.Support;

/// <summary>docs/protocol.md, which tests hold against the code.</summary>
internal static class ProtocolDocument
{
    public static string Text { get; } = File.ReadAllText(Find());

    private static string Find()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "docs", "protocol.md")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return Path.Combine(directory!, "docs", "protocol.md");
    }
}
