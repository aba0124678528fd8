namespace Signaling.Social;

/// <summary>The configuration section <c>identifiers</c>.</summary>
internal sealed class IdentifierOptions
{
    /// <summary>
    /// A file with the key (at least 32 bytes) of the hashes of phone numbers and e-mail addresses. By default one is made in the data
    /// directory. Whoever changes it loses all address books.
    /// </summary>
    public string? KeyFile { get; init; }
}
