using System.ComponentModel.DataAnnotations;

namespace Signaling.Hosting;

/// <summary>The configuration section <c>media</c>.</summary>
internal sealed class MediaOptions
{
    /// <summary>The first port of the media engine, UDP and TCP; each further worker takes the next.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 7882;

    /// <summary>The addresses that clients reach the engine at, when they are not those of the machine itself.</summary>
    public IReadOnlyList<string> Announce { get; init; } = [];
}
