namespace EndToEnd.Tests.Browsers;

/// <summary>A page did not do what a test waited for. The message holds what is needed to find out why.</summary>
public sealed class PageException(string message, Exception inner) : Exception(message, inner);
