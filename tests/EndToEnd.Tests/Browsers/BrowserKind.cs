namespace EndToEnd.Tests.Browsers;

public enum BrowserKind
{
    Chromium,
    Firefox,
}
