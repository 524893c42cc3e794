using CityOps.Portal.Kit;

namespace CityOps.Portal.Subscriptions;

/// <summary>The texts of 接口服务订阅.</summary>
public sealed class RequestWords(Language language) : WordTable(language)
{
    private static readonly string[] AllStates = ["awaiting", "live", "refused", "disputed", "suspended", "expired", "revoked", "withdrawn"];

    public string Requests => In("订阅申请", "Requests");
    public string RequestsLead => In("申请、答复与跟踪；无条件共享的数据符合性审查通过即生效", "Asked for, answered, followed; unconditional data are granted by the check itself");
    public string Live => In("在用订阅", "In use");
    public string LiveLead => In("每个订阅的字段、区划、位点与积压", "Fields, regions, position and backlog of each subscription");
    public string New => In("申请订阅", "Request");
    public string NewLead => In("说明用途与依据；不填字段即申请全部非敏感字段。", "Say what for and on what ground; without fields everything that is not sensitive is asked for.");
    public string Interface => In("接口", "Interface");
    public string Platform => In("申请平台", "For which platform");
    public string PlatformHelp => In("为哪个已接入平台申请", "one that has joined");
    public string Purpose => In("用途", "Purpose");
    public string Scenario => In("应用场景", "Scenario");
    public string LegalBasis => In("法律依据", "Legal basis");
    public string LegalBasisHelp => In("有条件共享的数据必填", "needed where sharing is conditional");
    public string Fields => In("字段", "Fields");
    public string FieldsHelp => In("字段名，空格分隔；三级及以上字段须逐项填写", "Names with blanks between; those of level 3 and above have to be named");
    public string Regions => In("区划", "Regions");
    public string RegionsHelp => In("六位代码，空格分隔；不填为平台自身辖区", "Six digits with blanks between; left out, the platform's own");
    public string Mode => In("交付方式", "Delivery");
    public string ModeOf(string mode) => mode == "push" ? In("推送", "push") : In("拉取", "pull");
    public string PushUrl => In("接收地址", "Endpoint");
    public string PushUrlHelp => In("推送时必填，须为 https", "needed for push; https");
    public string ValidTo => In("使用至", "Until");
    public string Send => In("提交申请", "Send");
    public string State => In("状态", "State");
    public string Search => In("平台、接口或用途", "Platform, interface or purpose");
    public string AppliedAt => In("申请时间", "Asked");
    public string ReplyDue => In("答复期限", "Answer due");
    public string Overdue => In("已超期", "overdue");
    public string None => In("没有订阅申请。", "No request.");
    public string NoneNote => In("在接口目录中选择接口后申请订阅。", "Choose an interface in the catalogue.");
    public string Catalogue => In("接口目录", "Catalogue");
    public string NoLive => In("没有在用订阅。", "No subscription is in use.");
    public string Decision => In("答复", "Decision");
    public string Opinion => In("意见", "Opinion");
    public string Grant => In("同意", "Grant");
    public string Refuse => In("拒绝", "Refuse");
    public string Reason => In("原因", "Reason");
    public string Context => In("审查背景", "What to look at");
    public string Share => In("共享类型", "Sharing");
    public string Level => In("级别", "Level");
    public string HighestLevel => In("最高数据级别", "Highest level");
    public string Volume => In("近 24 小时记录", "Records, last 24 h");
    public string Peers => In("其他订阅方", "Others who read it");
    public string Parked => In("暂存记录", "Parked");
    public string Past => In("历史申请", "Earlier requests");
    public string Nothing => In("无", "none");
    public string AllUsual => In("全部非敏感字段", "all that are not sensitive");
    public string Fixed => In("法定", "by law");
    public string ByRequest => In("申请", "by request");
    public string Basis => In("依据", "Basis");
    public string Backlog => In("积压（条）", "Waiting");
    public string Moved => In("最近确认", "Last confirmed");
    public string Position => In("位点", "Position");
    public string DecidedBy => In("答复人", "Decided by");
    public string Title => In("名称", "Title");

    public string StateOf(string state) => state switch
    {
        "awaiting" => In("待答复", "waiting"),
        "live" => In("已授权", "in use"),
        "refused" => In("已拒绝", "refused"),
        "disputed" => In("有争议", "disputed"),
        "suspended" => In("已暂停", "suspended"),
        "expired" => In("已到期", "expired"),
        "revoked" => In("已撤销", "revoked"),
        "withdrawn" => In("已撤回", "taken back"),
        "replaced" => In("已被替换", "replaced"),
        _ => state,
    };

    public static Light LightOf(string state) => state switch
    {
        "live" => Light.Green,
        "awaiting" or "disputed" => Light.Yellow,
        "suspended" => Light.Maintenance,
        "refused" or "revoked" => Light.Red,
        _ => Light.Unknown,
    };

    public string VerbOf(string verb) => verb switch
    {
        "suspend" => In("暂停投递", "Suspend"),
        "resume" => In("恢复投递", "Resume"),
        "revoke" => In("撤销订阅", "Revoke"),
        "withdraw" => In("撤回或退订", "Take back"),
        _ => In("提出争议", "Dispute"),
    };

    /// <summary>What may be done next in a state, by whom the deployment decides.</summary>
    public static IReadOnlyList<string> VerbsIn(string state) => state switch
    {
        "awaiting" or "disputed" => ["withdraw"],
        "live" => ["suspend", "revoke"],
        "suspended" => ["resume", "revoke"],
        "refused" => ["dispute"],
        _ => [],
    };

    public string ShareOf(string share) => share.ToLowerInvariant() switch
    {
        "unconditional" => In("无条件共享", "unconditional"),
        "conditional" => In("有条件共享", "conditional"),
        _ => In("不予共享", "not shared"),
    };

    public IReadOnlyList<Option> States => [.. AllStates.Select(one => new Option(one, StateOf(one)))];

    public IReadOnlyList<Option> Modes => [new Option("pull", ModeOf("pull")), new Option("push", ModeOf("push"))];
}
