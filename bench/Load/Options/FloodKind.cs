namespace Load.Options;

/// <summary>Kinds of bad input.</summary>
internal enum FloodKind
{
    /// <summary>All of the others, each as often as one alone would be.</summary>
    All,

    /// <summary>Random bytes from addresses that nobody knows.</summary>
    Random,

    /// <summary>A publisher's packets, from addresses that nobody knows.</summary>
    Unknown,

    /// <summary>Connectivity checks with a publisher's name and a wrong password.</summary>
    Stun,

    /// <summary>A publisher's packets a second time, from its own address.</summary>
    Replayed,

    /// <summary>A publisher's packets with a bit changed and the number of a later one, from its own address.</summary>
    Corrupted,
}
