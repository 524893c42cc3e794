using CityOps.Portal.Kit;

namespace CityOps.Portal.Joining;

/// <summary>The texts of 接入平台配置.</summary>
public sealed class JoinWords(Language language) : WordTable(language)
{
    private static readonly string[] AllStates = ["invited", "applied", "testing", "joined", "rejected", "withdrawn", "left"];

    public string Desk => In("接入管理", "Joining");
    public string DeskLead => In("邀请与申请、审核、联调直至启用", "Invitations and applications, from the review to the joining");
    public string Invite => In("发出邀请", "Invite");
    public string InviteLead => In("填写对方可上报与订阅的接口；填写平台代码的邀请视为已审核，对方可直接联调。", "Which interfaces may they send to and read? An invitation that names the platform's code is its review.");
    public string Invitation => In("邀请码（只显示一次）", "Invitation, shown once");
    public string InvitationNote => In("请通过可靠渠道交给对方。对方在“申请接入”页填写，或运行下列命令：", "Hand it over by a safe way. They enter it on the page “Apply to join”, or run:");
    public string State => In("状态", "State");
    public string Platform => In("平台", "Platform");
    public string Code => In("平台代码", "Platform code");
    public string CodeHelp => In("B- 或 E- 加 18 位统一社会信用代码；下级平台为 P-、C-、D- 加区划代码", "B- or E- with the 18-character credit code; P-, C-, D- with the region for a deployment");
    public string Name => In("平台名称", "Name");
    public string Region => In("行政区划", "Region");
    public string RegionHelp => In("六位代码", "six digits");
    public string Purpose => In("接入用途", "Purpose");
    public string Owner => In("主管单位", "Owner");
    public string Contact => In("联系人", "Contact");
    public string Phone => In("联系电话", "Phone");
    public string Url => In("系统地址", "Address");
    public string UrlHelp => In("可不填；填写后本级将回访以验证双向连通", "May be left out; given, it is called to prove both ways");
    public string Publishes => In("上报接口", "Sends to");
    public string Subscribes => In("订阅接口", "Reads");
    public string InterfacesHelp => In("接口代码，空格或逗号分隔，如 MG-01.v1.up", "Codes with blanks or commas between, such as MG-01.v1.up");
    public string Days => In("有效天数", "Days it holds");
    public string Changed => In("最近变化", "Last change");
    public string Search => In("代码或名称", "Code or name");
    public string NoJoins => In("还没有接入申请。", "Nobody has applied yet.");
    public string NoJoinsNote => In("发出邀请，或请对方在“申请接入”页提交申请。", "Invite somebody, or let them apply on the page “Apply to join”.");
    public string Steps => In("进度", "Steps");
    public string Review => In("审核", "Review");
    public string Opinion => In("审核意见", "Opinion");
    public string Approve => In("通过，进入联调", "Approve");
    public string Reject => In("不予接入", "Refuse");
    public string TakeBack => In("撤回", "Take back");
    public string Trouble => In("最近一次联调未通过的原因", "Why the newest try failed");
    public string Differences => In("版本差异", "Differences");
    public string Receipt => In("接入回执", "Join receipt");
    public string ReceiptNote => In("由本级签名（JWS），可用本级公开密钥验证", "Signed by this hub (JWS); its published keys prove it");
    public string Share => In("共享类型", "Sharing");
    public string Title => In("名称", "Title");
    public string DecidedBy => In("审核人", "Decided by");
    public string Nothing => In("无", "none");
    public string Apply => In("申请接入", "Apply to join");
    public string ApplyLead => In("部门、企业或下级平台接入本平台数据交换系统。提交后凭查询码跟踪；审核通过即可领取密钥并联调。", "For departments, operators and platforms below. Follow it with the key you are given; once approved, fetch your secret and run the tests.");
    public string InvitationField => In("邀请码", "Invitation");
    public string InvitationHelp => In("没有邀请码也可申请，由本级审核", "May be left out: the application is reviewed then");
    public string Submit => In("提交申请", "Apply");
    public string Applied => In("申请已提交", "Applied");
    public string Key => In("查询码（只显示一次）", "Key, shown once");
    public string KeyNote => In("请妥善保存申请编号和查询码：查询进度、领取密钥都要用到。", "Keep number and key: both are needed to follow it and to fetch the secret.");
    public string Id => In("申请编号", "Number");
    public string Follow => In("查询进度", "Follow");
    public string FollowLead => In("用申请编号和查询码查看进度与下一步。", "Number and key show how far it is and what comes next.");
    public string KeyField => In("查询码", "Key");
    public string FetchSecret => In("领取密钥", "Fetch the secret");
    public string Secret => In("平台密钥（只显示一次）", "Secret, shown once");
    public string SecretNote => In("再次领取会换成新的密钥，旧的立即失效。", "Fetched again it is another one, and this one ends.");
    public string NextCommands => In("下一步：在对方系统所在的机器上运行", "Next, on the machine of the system that joins");
    public string CommandJoin => In("用命令行一步完成握手、探测、测试批次与启用", "Handshake, probe, test batches and joining by one command");
    public string CommandCurl => In("或逐步调用接口", "Or call by call");

    public string StateOf(string state) => state switch
    {
        "invited" => In("已邀请", "invited"),
        "applied" => In("待审核", "to be reviewed"),
        "testing" => In("联调中", "under test"),
        "joined" => In("已启用", "joined"),
        "rejected" => In("不予接入", "refused"),
        "withdrawn" => In("已撤回", "taken back"),
        "left" => In("已注销", "left"),
        _ => state,
    };

    public static Light LightOf(string state) => state switch
    {
        "joined" => Light.Green,
        "applied" => Light.Yellow,
        "testing" or "invited" => Light.Maintenance,
        _ => Light.Unknown,
    };

    public string StepOf(JoinStep step) => step.Step switch
    {
        "apply" => In("提交申请", "Application"),
        "review" => In("审核", "Review"),
        "key" => In("领取密钥", "Key"),
        "handshake" => In("握手（版本、时钟、代码表）", "Handshake: versions, clocks, code lists"),
        "probe" => In("双向探测", "Two-way probe"),
        "tests" => In($"测试批次 {step.Done}/{step.Of}", $"Test batches {step.Done}/{step.Of}"),
        _ => In("启用", "Joined"),
    };

    public string ShareOf(string share) => share switch
    {
        "unconditional" => In("无条件共享", "unconditional"),
        "conditional" => In("有条件共享", "conditional"),
        "denied" => In("不予共享", "not shared"),
        _ => share,
    };

    public IReadOnlyList<Option> States => [.. AllStates.Select(one => new Option(one, StateOf(one)))];
}
