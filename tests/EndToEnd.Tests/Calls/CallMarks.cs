namespace EndToEnd.Tests.Calls;

/// <summary>When the steps of a call happened in a page, in milliseconds since 1970.</summary>
public sealed record CallMarks(double Accept, double FirstRemoteAudio, double FirstRemoteFrame);
