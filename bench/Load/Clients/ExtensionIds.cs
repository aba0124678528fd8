namespace Load.Clients;

/// <summary>The numbers that the clients' offers give to header extensions: Chromium's.</summary>
internal static class ExtensionIds
{
    public const byte AudioLevel = 1;
    public const byte AbsoluteSendTime = 2;
    public const byte TransportSequenceNumber = 3;
    public const byte Mid = 4;
}
