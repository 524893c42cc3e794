namespace CityOps.Node.Hosting;

/// <summary>Files that hold secrets: readable by their owner alone, and whole or not at all.</summary>
internal static class PrivateFile
{
    public static void Write(string file, byte[] content)
    {
        var fresh = file + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(fresh, options))
        {
            stream.Write(content);
        }

        File.Move(fresh, file, overwrite: true);
    }
}
