namespace CityOps.Portal;

/// <summary>权限: what each named action lets somebody do, in words.</summary>
public sealed class ActionWords(Language language) : WordTable(language)
{
    public string ActionOf(string action) => action switch
    {
        "platform.manage" => In("接入与管理平台", "Manage platforms"),
        "client.manage" => In("管理应用系统", "Manage clients"),
        "key.manage" => In("管理密钥", "Manage keys"),
        "user.manage" => In("管理用户账号", "Manage accounts"),
        "user.read" => In("查看用户与机构", "See users and organisations"),
        "user.reset" => In("重置密码与两步验证", "Reset passwords and second factors"),
        "organisation.manage" => In("管理机构", "Manage organisations"),
        "role.assign" => In("分配角色", "Assign roles"),
        "grant.manage" => In("管理账号授权", "Manage delegations"),
        "session.manage" => In("管理登录会话", "Manage sessions"),
        "audit.read" => In("查看审计日志", "Read the audit log"),
        "audit.export" => In("导出审计日志", "Export the audit log"),
        "status.read" => In("查看运行状态", "See the state of interfaces"),
        "exchange.operate" => In("处置交换事件", "Operate the exchange"),
        "subscription.decide" => In("审批订阅", "Decide subscriptions"),
        "catalog.publish" => In("发布接口服务", "Publish interfaces"),
        "record.read" => In("查看记录", "Read records"),
        "record.correct" => In("更正记录", "Correct records"),
        "quality.manage" => In("管理数据质量", "Manage data quality"),
        "guidance.read" => In("查阅业务指导", "Read guidance"),
        "guidance.draft" => In("起草业务指导", "Draft guidance"),
        "guidance.publish" => In("审核发布业务指导", "Review and publish guidance"),
        _ => In("其他操作", "Other"),
    };
}
