namespace EndToEnd.Tests.Pages;

/// <summary>The scripts that are injected into pages under test.</summary>
public static class PageScripts
{
    public static readonly string Probe = Read("probe.js");
    public static readonly string Wiretap = Read("wiretap.js");
    public static readonly string BusyPicture = Read("busyPicture.js");

    public static string Read(string name)
    {
        using var stream = typeof(PageScripts).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException("No such embedded script.", name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
