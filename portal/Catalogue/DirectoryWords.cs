using CityOps.Portal.Kit;

namespace CityOps.Portal.Catalogue;

/// <summary>The texts of 联合目录.</summary>
public sealed class DirectoryWords(Language language) : WordTable(language)
{
    private static readonly string[] AllTiers = ["nation", "province", "city", "county", "department"];
    private static readonly string[] AllClasses = ["1", "2", "3"];
    private static readonly string[] AllStates = ["published", "retired"];
    private readonly CatalogueWords catalogue = new(language);

    public string Directory => In("联合目录", "Joint directory");
    public string Lead => In("国家、省、市各级平台已发布的资源与接口服务", "Resources and services that platforms of all tiers publish");
    public string Search => In("名称、资源代码或提供方", "Name, resource code or provider");
    public string Tier => In("层级", "Tier");
    public string Platform => In("提供平台", "Platform");
    public string Provider => In("提供方", "Provider");
    public string Resource => In("资源", "Resource");
    public string Class => In("分类", "Class");
    public string Cycle => In("更新周期", "Updated");
    public string Published => In("发布日期", "Published");
    public string Items => In("信息项", "Fields");
    public string Summary => In("摘要", "Summary");
    public string Condition => In("共享条件", "Condition");
    public string Basis => In("不予共享依据", "Basis of refusal");
    public string ResourceCode => In("资源代码", "Resource code");
    public string ProviderCode => In("提供方代码", "Provider code");
    public string Services => In("接口服务", "Services");
    public string Service => In("接口代码", "Service code");
    public string Address => In("请求地址", "Address");
    public string Mode => In("交换方式", "Mode");
    public string Steward => In("责任人", "Steward");
    public string Subscribe => In("申请订阅", "Subscribe");
    public string AtProvider => In("在提供平台申请", "Ask at the provider's platform");
    public string NotOffered => In("不予共享或已下架", "Not shared, or withdrawn");
    public string Read => In("接口说明", "About the interface");
    public string None => In("没有符合条件的目录条目。", "No entry fits.");
    public string Found(int count) => In($"共 {count:N0} 个条目", $"{count:N0} entries");
    public string NotListed => In("本平台尚未发布自己的目录条目", "This platform publishes no entries of its own yet");
    public string NotListedNote => In("请在配置 Hub:Provider 中填写提供方的统一社会信用代码，重启后自动发布。", "Set the provider's credit code in Hub:Provider; entries are published after the next start.");
    public string Claims => In("多个平台登记了同一条目", "Several platforms claim this entry");
    public string Between => In("；", "; ");
    public string Finding => In("校核结果", "Checked");

    public string FindingOf(string finding) => finding switch
    {
        "" => In("通过", "holds"),
        "duplicate" => In("与先登记的条目重复，未进入联合目录", "repeats an earlier entry; not in the joint directory"),
        "bad-code" => In("资源代码不合规则，未进入联合目录", "the code has not the form of a resource code; not in the joint directory"),
        _ => finding,
    };

    public string TierOf(string tier) => tier switch
    {
        "nation" => In("国家", "nation"),
        "province" => In("省", "province"),
        "city" => In("市", "city"),
        "county" => In("县", "county"),
        "department" => In("部门", "department"),
        _ => tier,
    };

    public string ClassOf(string one) => one switch
    {
        "1" => In("基础", "basic"),
        "2" => In("主题", "theme"),
        "3" => In("部门", "department"),
        _ => one,
    };

    public string CycleOf(string cycle) => cycle switch
    {
        "RT" => In("实时", "live"),
        "HOUR" => In("每小时", "hourly"),
        "DAY" => In("每日", "daily"),
        "WEEK" => In("每周", "weekly"),
        "MONTH" => In("每月", "monthly"),
        "QUARTER" => In("每季度", "quarterly"),
        "HALFYEAR" => In("每半年", "half-yearly"),
        "YEAR" => In("每年", "yearly"),
        "ONCE" => In("一次性", "once"),
        "IRREGULAR" => In("不定期", "irregular"),
        _ => cycle,
    };

    public string ModeOf(string mode) => mode switch
    {
        "1" => In("接口推送", "push"),
        "2" => In("接口拉取", "pull"),
        "3" => In("查询验证", "query"),
        "4" => In("流", "stream"),
        "5" => In("前置库", "table"),
        "6" => In("文件", "file"),
        "7" => In("填报", "form"),
        _ => mode,
    };

    public string StateOf(string state) => state switch
    {
        "published" => In("已发布", "published"),
        "retired" => In("已下架", "withdrawn"),
        "changing" => In("变更中", "changing"),
        _ => catalogue.StateOf(state),
    };

    public IReadOnlyList<Option> Tiers => [.. AllTiers.Select(one => new Option(one, TierOf(one)))];

    public IReadOnlyList<Option> Classes => [.. AllClasses.Select(one => new Option(one, ClassOf(one)))];

    public IReadOnlyList<Option> States => [.. AllStates.Select(one => new Option(one, StateOf(one)))];
}
