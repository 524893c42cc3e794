using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml;
using CityOps.Hub;
using CityOps.Node.Hosting;
using CityOps.Schemas;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Tests.Walls;

/// <summary>The house's walls (house-style 2, 6, 7): discovered, never listed, each shown to catch a planted trespass.</summary>
public sealed partial class WallTests
{
    public static TheoryData<string, string, string> Planted => new()
    {
        { "database drivers stay in the store", "hub/Exchange/Clever.cs", "using Npgsql;" },
        { "broker clients stay in adapters", "hub/Exchange/Clever.cs", "using RabbitMQ.Client;" },
        { "SQL stays in table files and the store", "hub/Exchange/Intake2.cs", "engine.Sql(\"SELECT head FROM hub_position\")" },
        { "SQL stays in table files and the store", "node/app/Modules/Command/Desk2.cs", "scope.Sql(\"\"\"\n    INSERT INTO x VALUES (1)\n    \"\"\")" },
        { "HTTP stops at the edges", "node/app/Modules/Command/CaseRules.cs", "using Microsoft.AspNetCore.Http;" },
        { "only the guarded clients speak HTTP outwards", "node/app/Sync/Clever.cs", "var c = new HttpClient(handler);" },
        { "nothing is left for later", "schemas/Clever.cs", "// TODO later" },
    };

    [Fact]
    public void Nothing_climbs_over_a_wall() => Assert.Equal("", string.Join('\n', Wall.All.SelectMany(w => w.Trespasses(SourceTree.Product))));

    [Theory]
    [MemberData(nameof(Planted))]
    public void A_planted_trespass_is_caught(string wall, string path, string text) =>
        Assert.Contains(Wall.All.Single(w => w.Name == wall).Trespasses([(path, text)]), t => t.Contains(path, StringComparison.Ordinal));

    [Fact]
    public void No_module_names_another_module()
    {
        Assert.True(ModuleNames(SourceTree.Product).Length >= 3);
        Assert.Empty(NamedAcross(SourceTree.Product));
        Assert.Single(NamedAcross([("node/app/Modules/Alpha/A.cs", "using CityOps.Node.Modules.Beta;"), ("node/app/Modules/Beta/B.cs", "")]));
    }

    [Fact]
    public void No_file_is_too_long_and_no_folder_too_full()
    {
        Assert.Empty(TooLarge(SourceTree.Files));
        Assert.Single(TooLarge([("hub/A.cs", new string('\n', 401))]));
        Assert.Single(TooLarge(Enumerable.Range(0, 16).Select(i => ($"hub/F{i}.cs", ""))));
    }

    [Fact]
    public void References_go_one_way_only()
    {
        var found = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories).Where(f => !f.Contains("/tests/", StringComparison.Ordinal)).Select(f => (Name(f), References(File.ReadAllText(f)))).ToList();

        Assert.Equal(6, found.Count);
        Assert.Empty(found.SelectMany(p => WrongWay(p.Item1, p.Item2)));
        Assert.Single(WrongWay("CityOps.Schemas", References("<Project><ItemGroup><ProjectReference Include=\"../hub/CityOps.Hub.csproj\" /></ItemGroup></Project>")));
    }

    [Fact]
    public void Every_refusal_is_told_in_both_languages_under_one_kind_and_stands_in_the_protocol()
    {
        var protocol = File.ReadAllText(Path.Combine(Repository.Root, "docs", "wire-protocol.md"));
        var refusals = Refusals().ToList();

        Assert.True(refusals.Count > 40);
        Assert.All(refusals, r => Assert.True(r.Title.Any(c => c >= '\u4e00') && r.TitleEn.Length > 0 && r.Name.Length > 0, $"{r.Name} {r.Code}"));
        Assert.All(refusals.GroupBy(r => (r.Name, r.Code)), g => Assert.Single(g.Select(r => r.Kind).Distinct()));
        Assert.All(refusals, r => Assert.True(protocol.Contains($"`{r.Name}`", StringComparison.Ordinal), $"{r.Name} is not in docs/wire-protocol.md"));
    }

    [Fact]
    public void Every_top_level_folder_says_what_it_is_for()
    {
        var folders = Directory.EnumerateDirectories(Repository.Root).Select(f => Path.GetFileName(f)!).Where(f => !f.StartsWith('.') && f is not ("bin" or "obj" or "data")).ToList();

        Assert.True(folders.Count >= 7);
        Assert.All(folders, f => Assert.True(File.Exists(Path.Combine(Repository.Root, f, "README.md")), $"{f} has no README.md"));
    }

    [Fact]
    public void No_test_is_skipped() =>
        Assert.Empty(SourceTree.Files.Where(f => f.Path.StartsWith("tests/", StringComparison.Ordinal) && Skipped().IsMatch(f.Text)).Select(f => f.Path));

    private static string[] ModuleNames(IEnumerable<(string Path, string Text)> files) =>
        [.. files.Select(f => ModulePath().Match(f.Path)).Where(m => m.Success).Select(m => m.Groups[1].Value).Distinct()];

    private static IEnumerable<string> NamedAcross(IReadOnlyCollection<(string Path, string Text)> files) =>
        from file in files
        let module = ModulePath().Match(file.Path)
        where module.Success
        from other in ModuleNames(files)
        where other != module.Groups[1].Value && file.Text.Contains($"Modules.{other}", StringComparison.Ordinal)
        select $"{file.Path} names {other}";

    private static IEnumerable<string> NamedAcross(IEnumerable<(string Path, string Text)> files) => NamedAcross((IReadOnlyCollection<(string, string)>)[.. files]);

    private static IEnumerable<string> TooLarge(IEnumerable<(string Path, string Text)> files)
    {
        var all = files.ToList();
        return all.Where(f => f.Text.Count(c => c == '\n') > 400).Select(f => f.Path)
            .Concat(all.GroupBy(f => f.Path[..f.Path.LastIndexOf('/')]).Where(g => g.Count() > 15).Select(g => $"{g.Key} holds {g.Count()} files"));
    }

    private static string Name(string file) => Path.GetFileNameWithoutExtension(file);

    private static List<string> References(string project)
    {
        using var reader = XmlReader.Create(new StringReader(project), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        var names = new List<string>();
        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.Element, Name: "ProjectReference" })
            {
                names.Add(Name(reader.GetAttribute("Include")!));
            }
        }

        return names;
    }

    private static IEnumerable<string> WrongWay(string project, IEnumerable<string> references)
    {
        string[] allowed = project switch
        {
            "CityOps.Hub" => ["CityOps.Schemas", "CityOps.Store"],
            "CityOps.Adapters" => ["CityOps.Hub", "CityOps.Schemas", "CityOps.Store"],
            "CityOps.Node" => ["CityOps.Hub", "CityOps.Adapters", "CityOps.Schemas", "CityOps.Store", "CityOps.Portal"],
            _ => [],
        };
        return references.Except(allowed).Select(r => $"{project} must not reference {r}");
    }

    private static IEnumerable<Refusal> Refusals() =>
        from assembly in (Assembly[])[typeof(HubSetup).Assembly, typeof(DeploymentOptions).Assembly]
        from type in assembly.GetTypes()
        where type.Name.EndsWith("Refusals", StringComparison.Ordinal)
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where field.FieldType == typeof(Refusal)
        select (Refusal)field.GetValue(null)!;

    [GeneratedRegex("^node/app/Modules/([^/]+)/")]
    private static partial Regex ModulePath();

    [GeneratedRegex(@"\[(Fact|Theory)\(.*Skip\s*=")]
    private static partial Regex Skipped();
}
