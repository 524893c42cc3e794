namespace CityOps.Node.Hosting;

/// <summary>Files that hold secrets: readable by their owner alone, and whole or not at all.</summary>
internal static class PrivateFile
{
    public static void Write(string file, byte[] content)
    {
        var fresh = file + ".new";
        WriteFresh(fresh, content);
        File.Move(fresh, file, overwrite: true);
    }

    /// <summary>The file's content, which is <paramref name="content"/> for the first who comes, also of several processes.</summary>
    public static byte[] ReadOrWrite(string file, byte[] content)
    {
        if (!File.Exists(file))
        {
            var fresh = $"{file}.{Path.GetRandomFileName()}.new"; // a name of its own for each who comes, threads too
            WriteFresh(fresh, content);
            try
            {
                File.Move(fresh, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                File.Delete(fresh);
            }
        }

        return File.ReadAllBytes(file);
    }

    private static void WriteFresh(string fresh, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(fresh, options);
        stream.Write(content);
    }
}
