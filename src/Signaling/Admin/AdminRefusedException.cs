namespace Signaling.Admin;

/// <summary>Leaves a change in its middle, so that all of it is undone.</summary>
internal sealed class AdminRefusedException(AdminRefusal reason) : Exception(reason.ToString())
{
    /// <summary>Why.</summary>
    public AdminRefusal Reason { get; } = reason;
}
