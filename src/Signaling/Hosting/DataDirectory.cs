using System.Security.Cryptography;

namespace Signaling.Hosting;

/// <summary>The directory of the database and of generated keys, which one process at a time uses.</summary>
internal sealed class DataDirectory : IDisposable
{
    private const int KeyLength = 32;

    private readonly string _path;
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream @lock)
    {
        _path = path;
        _lock = @lock;
    }

    /// <summary>The database's file.</summary>
    public string Database => Path.Combine(_path, "calls.db");

    /// <summary>Makes the directory if need be and takes it.</summary>
    /// <exception cref="StartupException">It cannot be used.</exception>
    public static DataDirectory Open(string path)
    {
        string full = Path.GetFullPath(path);
        try
        {
            Make(full);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The data directory {full} cannot be made: {error.Message} Choose another with --data.");
        }

        try
        {
            return new DataDirectory(full, new FileStream(Path.Combine(full, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartupException($"The data directory {full} is not writable. Change its owner, or choose another with --data.");
        }
        catch (IOException error)
        {
            throw new StartupException($"The data directory {full} cannot be used ({error.Message}). Is another server running with it? Choose another with --data.");
        }
    }

    /// <summary>A random key that is made once and kept, readable by the owner only.</summary>
    /// <exception cref="StartupException">It cannot be read or written.</exception>
    public byte[] Key(string name)
    {
        string file = Path.Combine(_path, name);
        try
        {
            if (!File.Exists(file))
            {
                Write(file, RandomNumberGenerator.GetBytes(KeyLength));
            }

            byte[] key = File.ReadAllBytes(file);
            return key.Length == KeyLength
                ? key
                : throw new StartupException($"{file} is damaged: it has {key.Length} bytes instead of {KeyLength}. Restore it from a backup.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{file} cannot be read or written: {error.Message}");
        }
    }

    /// <summary>Gives the directory back.</summary>
    public void Dispose() => _lock.Dispose();

    // What people write to each other is for the owner's eyes only.
    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // Under another name first: a crash must not leave half a key.
    private static void Write(string file, byte[] key)
    {
        string temporary = file + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(key);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, file);
    }
}
