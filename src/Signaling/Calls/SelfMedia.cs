namespace Signaling.Calls;

/// <summary>What the reader's side of a call sends.</summary>
internal sealed record SelfMedia(bool Audio, bool Video)
{
    /// <summary>Nothing.</summary>
    public static readonly SelfMedia None = new(false, false);

    /// <summary>Of a leg.</summary>
    public static SelfMedia Of(CallLeg leg) => new(leg.Audio, leg.Video);
}
