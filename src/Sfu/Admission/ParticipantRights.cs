namespace Sfu.Admission;

/// <summary>What the holder of an <see cref="AdmissionTicket"/> may do in its room.</summary>
[Flags]
public enum ParticipantRights
{
    /// <summary>May connect and nothing else.</summary>
    None = 0,

    /// <summary>May send audio.</summary>
    PublishAudio = 1,

    /// <summary>May send video.</summary>
    PublishVideo = 2,

    /// <summary>May receive what others publish.</summary>
    Subscribe = 4,

    /// <summary>A full participant of a call.</summary>
    All = PublishAudio | PublishVideo | Subscribe,
}
