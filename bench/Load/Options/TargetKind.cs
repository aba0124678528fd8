namespace Load.Options;

/// <summary>What is loaded.</summary>
internal enum TargetKind
{
    /// <summary>This project's server, by its rooms for administrators.</summary>
    Server,

    /// <summary>This project's server, by calls: accounts, invitation, policy, accept.</summary>
    Calls,

    /// <summary>Janus with its videoroom.</summary>
    Janus,

    /// <summary>The bare loop in C (bench/Limit): what forwarding costs at least.</summary>
    Limit,
}
