namespace Load.Clients;

/// <summary>A room: who sends in it. For use on the loop's thread, but for the name.</summary>
internal sealed class LoadRoom(string id)
{
    /// <summary>Its name at the server.</summary>
    public string Id => id;

    /// <summary>Everything that is sent in it.</summary>
    public List<PublishedStream> Sources { get; } = [];
}
