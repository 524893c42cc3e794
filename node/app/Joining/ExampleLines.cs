using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;

namespace CityOps.Node.Joining;

/// <summary>测试批次: the standard's own example of a dataset, told as if by the platform that joins.</summary>
internal static class ExampleLines
{
    /// <param name="service">Code of the interface.</param>
    /// <param name="region">Where the record is said to come from.</param>
    /// <exception cref="JoinException">The standard of this build has no example of the dataset.</exception>
    public static byte[] Of(string service, string platform, string region)
    {
        var code = InterfaceCode.Parse(service);
        var version = SchemaSet.Standard.All.FirstOrDefault(one => one.Dataset == code.Dataset && one.Major == code.Major);
        return (version is null ? null : ExampleRecord.Of(version, platform, region))
            ?? throw new JoinException($"{service}：标准中没有样例，请用 --test 给出测试记录 the standard has no example of it: give records with --test");
    }
}
