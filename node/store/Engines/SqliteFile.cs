namespace CityOps.Store.Engines;

/// <summary>The file below a SQLite store: where it is, and that only one process has it.</summary>
internal static class SqliteFile
{
    private const int Tries = 10;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    /// <summary>The full path with links followed: two names of one file must meet at one lock.</summary>
    public static string Resolve(string file)
    {
        if (string.IsNullOrWhiteSpace(file) || file.Contains(":memory:", StringComparison.OrdinalIgnoreCase))
        {
            throw new StoreException("A SQLite store needs a file: 'sqlite:FILE'. A store in memory would forget what it acknowledged.");
        }

        var path = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
    }

    /// <summary>
    /// Takes FILE.lock for the life of the engine. A short grace lets a successor start while its predecessor is going.
    /// </summary>
    public static async Task<FileStream> LockAsync(string path, CancellationToken ct)
    {
        var name = path + ".lock";
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < Tries)
            {
                await Task.Delay(Between, TimeProvider.System, ct);
            }
            catch (IOException inUse)
            {
                throw new StoreException(
                    $"{path} is in use by another process (it holds {name}). Stop that one, or give this one a file of its own; "
                    + "several processes over one store need PostgreSQL.",
                    inUse);
            }
        }
    }
}
