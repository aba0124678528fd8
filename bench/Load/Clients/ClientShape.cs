using Load.Options;

namespace Load.Clients;

/// <summary>What a client is in its room.</summary>
/// <param name="Sends">Whether it sends.</param>
/// <param name="Slots">How many others it receives.</param>
/// <param name="Audio">Whether with sound.</param>
/// <param name="Video">Whether with pictures.</param>
internal sealed record ClientShape(bool Sends, int Slots, bool Audio, bool Video)
{
    /// <summary>One who sends, and receives the others who send.</summary>
    public static ClientShape Publisher(LoadOptions options) => new(true, options.Publishers - 1, options.Audio, options.Video);

    /// <summary>One who only receives.</summary>
    public static ClientShape Subscriber(LoadOptions options) => new(false, options.Publishers, options.Audio, options.Video);
}
