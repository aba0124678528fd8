namespace EndToEnd.Tests.Browsers;

/// <summary>
/// All tests with browsers form one collection: they share the processes, and take turns, since two calls at a time on a small
/// machine would measure nothing but the machine.
/// </summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<BrowserPark>
{
    public const string Name = "browsers";
}
