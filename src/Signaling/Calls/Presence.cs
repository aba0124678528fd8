namespace Signaling.Calls;

/// <summary>Which devices have a session, and which one is theirs now.</summary>
internal sealed class Presence
{
    private readonly Dictionary<string, Dictionary<DeviceKey, string>> _accounts = new(StringComparer.Ordinal);

    /// <summary>The devices of an account that are there.</summary>
    public IReadOnlyCollection<DeviceKey> DevicesOf(string account) =>
        _accounts.TryGetValue(account, out Dictionary<DeviceKey, string>? devices) ? devices.Keys : [];

    /// <summary>A session began; it takes the place of an earlier one of the same device.</summary>
    public void Add(DeviceKey device, string session)
    {
        if (!_accounts.TryGetValue(device.Account, out Dictionary<DeviceKey, string>? devices))
        {
            _accounts[device.Account] = devices = [];
        }

        devices[device] = session;
    }

    /// <summary>A session ended.</summary>
    /// <returns>False when the device had another session by then.</returns>
    public bool Remove(DeviceKey device, string session)
    {
        if (!IsCurrent(device, session))
        {
            return false;
        }

        Dictionary<DeviceKey, string> devices = _accounts[device.Account];
        devices.Remove(device);
        if (devices.Count == 0)
        {
            _accounts.Remove(device.Account);
        }

        return true;
    }

    /// <summary>Whether the session is the device's own and latest.</summary>
    public bool IsCurrent(DeviceKey device, string session) =>
        _accounts.TryGetValue(device.Account, out Dictionary<DeviceKey, string>? devices)
        && devices.TryGetValue(device, out string? current) && current == session;
}
