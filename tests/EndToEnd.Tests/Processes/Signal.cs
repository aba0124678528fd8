namespace EndToEnd.Tests.Processes;

/// <summary>POSIX signals, by their numbers on Linux.</summary>
public enum Signal
{
    Kill = 9,
    Terminate = 15,
    Stop = 19,
}
