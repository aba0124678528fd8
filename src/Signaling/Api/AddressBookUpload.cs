namespace Signaling.Api;

/// <summary>An address book: phone numbers and e-mail addresses.</summary>
internal sealed record AddressBookUpload(IReadOnlyList<string> Entries);
