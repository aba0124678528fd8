namespace Sfu.Ice;

/// <summary>What an <see cref="IceLiteAgent"/> did with a message.</summary>
public enum IceVerdict
{
    /// <summary>Nothing; there is no answer.</summary>
    Discarded,

    /// <summary>Answered by an error; nothing else changed.</summary>
    Rejected,

    /// <summary>The check is authentic and was answered.</summary>
    Answered,

    /// <summary>As <see cref="Answered"/>, and <see cref="IceLiteAgent.SelectedPath"/> is now where it came from.</summary>
    PathSelected,
}
