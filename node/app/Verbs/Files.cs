namespace CityOps.Node.Verbs;

/// <summary>Files named on the command line; what is wrong with one is said in plain words.</summary>
internal static class Files
{
    private const int Buffer = 1 << 16;
    private const long MostSmall = 64 << 20;

    public static FileStream Open(string path) => Try(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, Buffer, FileOptions.SequentialScan));

    public static FileStream Create(string path) => Try(path, () => new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, Buffer));

    /// <summary>A whole file that is meant to be small: a schema, a mapping.</summary>
    public static byte[] ReadAll(string path)
    {
        using var file = Open(path);
        if (file.Length > MostSmall)
        {
            throw new VerbException($"文件 {path} 太大。", $"The file {path} is too large.");
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static FileStream Try(string path, Func<FileStream> open)
    {
        try
        {
            return open();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new VerbException($"无法打开文件 {path}。", $"The file {path} cannot be opened: {fault.Message}");
        }
    }
}
