using Signaling.Calls;

namespace Signaling.Sessions;

/// <summary>The sessions that are open: at most one a device, and a bounded number an account.</summary>
internal sealed class SessionRegistry(SessionOptions options) : ICallClients
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<DeviceKey, Session>> _accounts = new(StringComparer.Ordinal);
    private SessionClose? _shut;

    /// <summary>Adds a session; closes the one of the same device that it replaces.</summary>
    /// <returns>False when the account has as many devices as it may.</returns>
    public bool TryAdd(Session session)
    {
        Session? replaced;
        SessionClose? shut;
        lock (_lock)
        {
            if (!_accounts.TryGetValue(session.Device.Account, out Dictionary<DeviceKey, Session>? devices))
            {
                _accounts[session.Device.Account] = devices = [];
            }

            if (!devices.TryGetValue(session.Device, out replaced) && devices.Count >= options.DevicesPerAccount)
            {
                return false;
            }

            devices[session.Device] = session;
            shut = _shut;
        }

        replaced?.Close(SessionClose.Replaced);
        if (shut is { } close)
        {
            session.Close(close);
        }

        return true;
    }

    /// <summary>Removes a session, unless another has taken its place.</summary>
    public void Remove(Session session)
    {
        lock (_lock)
        {
            if (_accounts.TryGetValue(session.Device.Account, out Dictionary<DeviceKey, Session>? devices)
                && devices.TryGetValue(session.Device, out Session? current) && current == session)
            {
                devices.Remove(session.Device);
                if (devices.Count == 0)
                {
                    _accounts.Remove(session.Device.Account);
                }
            }
        }
    }

    /// <inheritdoc/>
    public ICallClient? Find(DeviceKey device)
    {
        lock (_lock)
        {
            return _accounts.GetValueOrDefault(device.Account)?.GetValueOrDefault(device);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ICallClient> OfAccount(string account) => SessionsOf(account);

    /// <summary>Closes all sessions of an account.</summary>
    public void CloseAccount(string account, SessionClose close)
    {
        foreach (Session session in SessionsOf(account))
        {
            session.Close(close);
        }
    }

    /// <summary>Closes all sessions, and every later one as soon as it comes.</summary>
    public void Shut(SessionClose close)
    {
        Session[] all;
        lock (_lock)
        {
            _shut = close;
            all = [.. _accounts.Values.SelectMany(devices => devices.Values)];
        }

        foreach (Session session in all)
        {
            session.Close(close);
        }
    }

    private Session[] SessionsOf(string account)
    {
        lock (_lock)
        {
            return _accounts.TryGetValue(account, out Dictionary<DeviceKey, Session>? devices) ? [.. devices.Values] : [];
        }
    }
}
