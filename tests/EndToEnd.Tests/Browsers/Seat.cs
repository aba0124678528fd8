using EndToEnd.Tests.Media;
using EndToEnd.Tests.Network;

namespace EndToEnd.Tests.Browsers;

/// <summary>A browser process with somebody in front of its camera and microphone.</summary>
/// <param name="Kind">Which browser.</param>
/// <param name="Person">Who is seen and heard.</param>
/// <param name="MoreCameras">Several cameras of the browser's own making instead of one with the person's picture (Chromium).</param>
/// <param name="RefusesDevices">The person says no when the browser asks for camera and microphone (Chromium).</param>
/// <param name="Network">The network that the process is in; null for the machine's own.</param>
public sealed record Seat(BrowserKind Kind, Person Person, bool MoreCameras = false, bool RefusesDevices = false, ClientNetwork? Network = null)
{
    public override string ToString() => $"{Kind} {Person.Name}{(MoreCameras ? " with more cameras" : "")}{(RefusesDevices ? " who refuses devices" : "")}{(Network is null ? "" : $" at {Network.Address}")}";
}
