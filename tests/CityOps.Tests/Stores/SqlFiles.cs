using System.Reflection;
using System.Text;

namespace CityOps.Tests.Stores;

/// <summary>An assembly as the migrations see one: names and texts of its embedded files.</summary>
internal sealed class SqlFiles(params (string Name, string Sql)[] files) : Assembly
{
    public override string[] GetManifestResourceNames() => [.. files.Select(file => "migrations/" + file.Name)];

    public override Stream GetManifestResourceStream(string name) =>
        new MemoryStream(Encoding.UTF8.GetBytes(files.Single(file => "migrations/" + file.Name == name).Sql));
}
