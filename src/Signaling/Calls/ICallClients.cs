namespace Signaling.Calls;

/// <summary>The sessions that are open, as calls see them.</summary>
internal interface ICallClients
{
    /// <summary>The session of a device, or null.</summary>
    ICallClient? Find(DeviceKey device);

    /// <summary>The sessions of all devices of an account.</summary>
    IReadOnlyList<ICallClient> OfAccount(string account);
}
