namespace Signaling.Calls;

/// <summary>The outcome of an input.</summary>
/// <param name="Call">The call from now on.</param>
/// <param name="IsRefused">The input is a command that the call's state does not allow; nothing changed.</param>
internal readonly record struct CallStep(Call Call, bool IsRefused = false);
