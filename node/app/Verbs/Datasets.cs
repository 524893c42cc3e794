using System.Globalization;
using CityOps.Schemas.Catalogue;

namespace CityOps.Node.Verbs;

/// <summary>Datasets as people name them: <c>MG-01</c> for the newest version, <c>MG-01.v1</c> for one.</summary>
internal static class Datasets
{
    public static DatasetVersion Find(string name)
    {
        var parts = name.Split(".v", 2);
        var versions = SchemaSet.Standard.All.Where(version => version.Dataset == parts[0]).ToList();
        var found = parts.Length == 1
            ? versions.MaxBy(version => version.Major)
            : versions.Find(version => version.Major.ToString(CultureInfo.InvariantCulture) == parts[1]);
        return found ?? throw new VerbException(
            $"没有数据集 {name}；现有：{string.Join("、", SchemaSet.Standard.All.Select(version => version.Dataset).Distinct())}。",
            $"There is no dataset {name}; there are those just named.");
    }
}
