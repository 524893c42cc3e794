namespace CityOps.Portal.Notices;

/// <summary>The texts of the pages on notices.</summary>
public sealed class NoticeWords(Language language) : WordTable(language)
{
    public string Incidents => In("事件", "Incidents");
    public string Maintenance => In("维护窗口", "Windows of maintenance");
    public string Notices => In("通知", "Notices");
    public string Lead => In("事件发生、加重、无人认领、恢复时通知谁；同一事件反复发生合并为一条", "Who is told when an incident opens, worsens, is claimed by nobody, or heals; what comes again and again is told once");
    public string Channels => In("通知渠道", "Channels");
    public string NoChannels => In("还没有渠道：事件不会通知任何人。", "There is no channel: nobody is told of incidents.");
    public string New => In("新建渠道", "New channel");
    public string Name => In("名称", "Name");
    public string Kind => In("方式", "By");
    public string Target => In("地址", "Address");
    public string TargetHelp => In("接收通知的网址（https）或邮箱地址", "a web address (https) or a mail address");
    public string Events => In("通知内容", "Tells of");
    public string EventsHelp => In("opened 发生、worsened 加重、escalated 无人认领、healed 恢复，以空格分隔", "opened, worsened, escalated, healed, with blanks between");
    public string Kinds => In("事件类别", "Kinds");
    public string KindsHelp => In("如 late rejected link-down；不填为全部", "such as late rejected link-down; empty: all");
    public string Severity => In("级别", "Severity");
    public string AllSeverities => In("黄色及以上", "yellow and red");
    public string OnlyRed => In("仅红色", "red only");
    public string Platform => In("平台", "Platform");
    public string PlatformHelp => In("平台代码；不填为全部", "platform code; empty: all");
    public string Quiet => In("免打扰", "Quiet hours");
    public string QuietFrom => In("免打扰开始", "Quiet from");
    public string QuietTo => In("免打扰结束", "Quiet to");
    public string QuietHelp => In("北京时间，如 22:00；红色事件照常通知", "China time, such as 22:00; red ones are told all the same");
    public string Enabled => In("启用", "On");
    public string On => In("启用", "on");
    public string Off => In("停用", "off");
    public string Webhook => In("网址推送", "Webhook");
    public string Mail => In("邮件", "Mail");
    public string KindOf(string kind) => kind == "mail" ? Mail : Webhook;
    public string EventOf(string name) => name switch
    {
        "opened" => In("发生", "opened"),
        "worsened" => In("加重", "worsened"),
        "escalated" => In("无人认领", "claimed by nobody"),
        "healed" => In("恢复", "over"),
        "planned" => In("转入维护", "in maintenance"),
        "flapping" => In("反复发生", "came again and again"),
        _ => In("测试", "trial"),
    };
    public string Save => In("保存", "Save");
    public string Remove => In("删除", "Remove");
    public string Try => In("发送测试", "Send a trial");
    public string Secret => In("取签名密钥", "New signing secret");
    public string NoSecret => In("未取密钥", "no secret yet");
    public string SecretLead => In("密钥只显示这一次。接收端用它核对 Standard Webhooks 签名；旧密钥即刻失效。", "Shown this once. The receiver checks the Standard Webhooks signature with it; the one before holds no more.");
    public string Change => In("修改", "Change");
    public string Sent => In("通知记录", "What was told");
    public string NoSent => In("还没有通知。", "Nothing was told yet.");
    public string At => In("时间", "Time");
    public string Event => In("内容", "What");
    public string Cause => In("原因", "Cause");
    public string State => In("状态", "State");
    public string Answer => In("应答", "Answer");
    public string Retry => In("重发", "Try again");
    public string Times(long count) => In($"{count} 次", $"{count} times");
    public string StateOf(string state) => state switch
    {
        "sent" => In("已送达", "sent"),
        "parked" => In("已搁置", "set aside"),
        "withheld" => In("未发送", "withheld"),
        _ => In("等待发送", "waiting"),
    };
    public string MailServer => In("邮件服务器", "Mail server");
    public string MailNote => In("所有邮件渠道由此发出", "By which all mail goes out");
    public string NoMail => In("尚未设置，邮件渠道无法送达。", "None is set: mail cannot be sent.");
    public string Host => In("主机", "Host");
    public string Port => In("端口", "Port");
    public string Security => In("加密", "Protected by");
    public string Plain => In("不加密", "nothing");
    public string Login => In("账号", "Login");
    public string Password => In("密码", "Password");
    public string PasswordHelp(bool held) => held ? In("已保存；不填则不变", "one is kept; empty: it stays") : In("加密保存，不再显示", "kept sealed, never shown");
    public string Sender => In("发件地址", "Sender");
    public string CauseOf(NoticeRow one) => In(one.Cause, one.CauseEn);
}
