namespace CityOps.Portal.Start;

/// <summary>The texts of 入门.</summary>
public sealed class StartWords(Language language) : WordTable(language)
{
    public string Start => In("入门", "Getting started");
    public string StartLead => In("一个新平台从建账号到第一条订阅的六步；完成与否以本平台现有数据为准。", "Six steps from the first account to the first subscription; done or not by what this platform has stored.");
    public string Note(int done, int of) => In($"已完成 {done} / {of}", $"{done} of {of} done");
    public string Hide => In("不再在总览显示", "Do not show on the overview");
    public string ShowAgain => In("在总览重新显示", "Show on the overview again");
    public string Again => In("以后可从导航“入门”再次打开。", "It stays in the navigation under “Getting started”.");

    public string TitleOf(string step) => step switch
    {
        "administrators" => In("建立三员账号", "Make the three administrators"),
        "operator" => In("设一名交换管理员并启用两步验证", "Have an exchange operator with a second factor"),
        "partner" => In("邀请第一个接入平台", "Invite the first partner"),
        "interface" => In("填写第一个接口的服务说明", "Describe the first interface"),
        "record" => In("收到接入平台的第一条记录", "Accept a partner's first record"),
        "subscription" => In("开通第一个订阅", "Have the first subscription"),
        _ => step,
    };

    public string NoteOf(string step) => step switch
    {
        "administrators" => In("在本机运行 ./cityops admin init --config 配置文件，得到系统、安全、审计三个管理员的临时密码", "On the machine run ./cityops admin init --config FILE: it gives system, security and audit administrators their temporary passwords"),
        "operator" => In("系统管理员新建用户，安全管理员分配“交换管理员”，本人首次登录时设置两步验证", "A system administrator makes the user, a security administrator gives the role, the person sets up the second factor at the first sign-on"),
        "partner" => In("发出邀请或审核申请；对方按页面提示完成联调", "Invite, or review an application; the other side follows the page"),
        "interface" => In("在目录中写明责任单位、时限与依据", "Name its owner, times and basis in the catalogue"),
        "record" => In("对方启用后即可上报；在“接口”查看收到多少", "Once joined, a partner sends; “Interfaces” shows what arrives"),
        "subscription" => In("在目录选择接口申请订阅，由交换管理员审批", "Ask for one in the catalogue; an exchange operator decides"),
        _ => "",
    };

    public string LinkOf(string step) => step switch
    {
        "administrators" => In("查看用户", "Users"),
        "operator" => In("用户", "Users"),
        "partner" => In("接入管理", "Joining"),
        "interface" => In("目录", "Catalogue"),
        "record" => In("接口", "Interfaces"),
        _ => In("订阅", "Subscriptions"),
    };

    public static string PathOf(string step) => step switch
    {
        "administrators" or "operator" => "/users",
        "partner" => "/onboarding",
        "interface" => "/catalogue",
        "record" => "/interfaces",
        _ => "/subscriptions",
    };
}
