namespace Signaling.Social;

/// <summary>What an account may know of its own address book here.</summary>
/// <param name="Granted">Whether access is granted.</param>
/// <param name="Entries">How many entries are kept, as hashes.</param>
internal sealed record AddressBook(bool Granted, int Entries);
