namespace Signaling.Hosting;

/// <summary>The server cannot start, for a reason that its operator can mend: the message says in one line what and how.</summary>
internal sealed class StartupException(string message) : Exception(message);
