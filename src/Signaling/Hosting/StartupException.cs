namespace Signaling.Hosting;

/// <summary>The server cannot start, for a reason that its operator can mend: the message says in one line what and how.</summary>
internal sealed class StartupException(string message) : Exception(message)
{
    /// <summary>Reads a file that a setting names.</summary>
    /// <exception cref="StartupException">It cannot be read.</exception>
    public static T Guard<T>(string setting, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{setting}: {error.Message}");
        }
    }
}
