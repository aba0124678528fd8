using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Signaling.Hosting;

/// <summary>Serves the built web client.</summary>
internal static class WebClient
{
    private const string NotBuilt = """
        The server runs, but there is no web client to show: it has not been built into the web root.
        Build it (npm run build in web/), or name its directory with --web-root.
        The programming interface is here all the same: see /openapi/v1.json.

        """;

    /// <summary>Serves the files of the web root; the client keeps its own addresses behind the <c>#</c>.</summary>
    public static void UseWebClient(this WebApplication app, string? webRoot)
    {
        string root = Path.GetFullPath(webRoot ?? Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        if (!File.Exists(Path.Combine(root, "index.html")))
        {
            app.MapGet("/", () => TypedResults.Text(NotBuilt)).ExcludeFromDescription();
            return;
        }

        var files = new PhysicalFileProvider(root);
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = SetCaching });
    }

    // The build names everything under assets/ by its content; the rest keeps its name and is asked for anew (by ETag).
    private static void SetCaching(StaticFileResponseContext context) =>
        context.Context.Response.Headers.CacheControl = context.Context.Request.Path.StartsWithSegments("/assets")
            ? "public, max-age=31536000, immutable"
            : "no-cache";
}
