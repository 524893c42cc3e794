namespace CityOps.Node.Federation.Departments;

/// <summary>A way in which a department of the demo falls ill.</summary>
/// <param name="Name">As <c>up --fault</c> and <c>cityops fault</c> take it.</param>
/// <param name="Trade">Key of the department that falls ill.</param>
/// <param name="Finding">Kind of what the hub should find; a silence is first late, then silent.</param>
/// <param name="Interface">The interface it should name.</param>
internal sealed record Fault(string Name, string Trade, string Finding, string Interface, string What)
{
    public static readonly IReadOnlyList<Fault> All =
    [
        new("silent", "transport", "late", "EX-07.v1.up", "停止上报 sends nothing"),
        new("schema", "weather", "rejected", "EX-02.v1.up", "缺必填字段 leaves a required member out"),
        new("code", "gas", "rejected", "OP-05.v1.up", "代码不在代码表内 a code that is not in its list"),
        new("region", "hotline", "rejected", "SV-01.v1.up", "区划越界 a region that is not its own"),
        new("clock", "weather", "clock-skew", "EX-02.v1.up", "时钟快 20 分钟 its clock runs 20 minutes ahead"),
        new("key", "hotline", "auth-failing", "SV-01.v1.up", "密钥错误 signs on with a wrong key"),
        new("push-down", "gas", "push-failing", "MG-01.v1.up", "接收地址拒绝连接 its endpoint answers 503"),
        new("push-slow", "gas", "slow", "MG-01.v1.up", "接收地址应答缓慢 its endpoint takes 3 s"),
        new("stuck", "transport", "not-reading", "MG-01.v1.up", "停止拉取 no longer reads"),
        new("flood", "weather", "flood", "EX-02.v1.up", "超频调用 calls without pause"),
    ];
}

/// <summary>Which faults are on: one word each in a file of the demo's folder, looked at every time, so that another terminal can change it.</summary>
internal sealed class FaultBoard(string folder)
{
    private string FilePath => Path.Combine(folder, "faults");

    public bool Ails(string fault) => Read().Contains(fault);

    public IReadOnlyList<string> Read()
    {
        try
        {
            return [.. File.ReadAllText(FilePath).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(name => Fault.All.Any(one => one.Name == name))];
        }
        catch (IOException)
        {
            return []; // not there, or just being written: the next look finds it
        }
    }

    /// <summary>Switches exactly these on.</summary>
    /// <exception cref="Hosting.OptionsException">A name that is none of <see cref="Fault.All"/>.</exception>
    public void Set(IEnumerable<string> names)
    {
        var wanted = names.SelectMany(one => one.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Where(one => one != "none").Distinct().ToList();
        if (wanted.FirstOrDefault(one => Fault.All.All(fault => fault.Name != one)) is { } unknown)
        {
            throw new Hosting.OptionsException($"'{unknown}': 只能是 is none of {string.Join(", ", Fault.All.Select(one => one.Name))}, none");
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(FilePath, string.Join('\n', wanted) + "\n");
    }
}
