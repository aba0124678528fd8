namespace Signaling.Social;

/// <summary>The outcome of declaring a relation.</summary>
internal enum RelationResult
{
    /// <summary>It stands, newly or already.</summary>
    Done,

    /// <summary>There is no such account.</summary>
    UnknownAccount,

    /// <summary>The account has as many as it may.</summary>
    TooMany,
}
