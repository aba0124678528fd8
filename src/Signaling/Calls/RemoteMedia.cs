namespace Signaling.Calls;

/// <summary>What the other side of a call sends, and whether its media is up.</summary>
internal sealed record RemoteMedia(bool Audio, bool Video, bool Connected)
{
    /// <summary>Nothing.</summary>
    public static readonly RemoteMedia None = new(false, false, false);

    /// <summary>Of a leg.</summary>
    public static RemoteMedia Of(CallLeg leg) => new(leg.Audio, leg.Video, leg.MediaUp);
}
