namespace EndToEnd.Tests.Media;

/// <summary>What each person's camera sees and microphone hears, as files made on first use.</summary>
public sealed class MediaFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("media-");

    public string Camera(Person person) => Made($"{person.Name}.y4m", path => PatternVideo.Write(path, person.Picture));

    public string Microphone(Person person) => Made($"{person.Name}.wav", path => BeepAudio.Write(path, person.Tone));

    public void Dispose() => _folder.Delete(recursive: true);

    private string Made(string name, Action<string> make)
    {
        var path = Path.Combine(_folder.FullName, name);
        if (!File.Exists(path))
        {
            make(path);
        }

        return path;
    }
}
