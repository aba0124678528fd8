namespace Signaling.Calls;

/// <summary>One device of one account.</summary>
/// <param name="Account">The account's id.</param>
/// <param name="Device">The id that the client made for the device.</param>
internal readonly record struct DeviceKey(string Account, string Device);
