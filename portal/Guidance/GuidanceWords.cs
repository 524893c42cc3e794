namespace CityOps.Portal.Guidance;

/// <summary>The texts of the page 业务指导.</summary>
public sealed class GuidanceWords(Language language) : WordTable(language)
{
    public string Guidance => In("业务指导", "Guidance");
    public string Host => In("平台", "Platform");
    public string SignedOn => In("登录人员", "Signed on");
    public string Home => In("所属平台", "Home platform");
    public string ThisPlatform => In("本平台", "this platform");
    public string Factors => In("认证强度", "Strength");
    public string OneFactor => In("单因素", "one factor");
    public string TwoFactors => In("双因素", "two factors");
    public string MayDo => In("可执行的操作", "What you may do here");
    public string Action => In("操作", "Action");
    public string Scope => In("数据范围", "Data scope");

    public string ActionOf(string action) => action switch
    {
        "guidance.read" => In("查阅业务指导", "Read guidance"),
        "guidance.draft" => In("起草业务指导", "Draft guidance"),
        "guidance.publish" => In("审核发布业务指导", "Review and publish guidance"),
        _ => In("其他操作", "Other"),
    };

    public string ScopeOf(string scope, string value) => scope switch
    {
        "Organisation" => In($"机构 {value} 及下属", $"organisation {value} and below"),
        _ => In($"{value}及下辖区域", $"{value} and below"),
    };
}
