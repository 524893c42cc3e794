using CityOps.Portal.Kit;

namespace CityOps.Portal.Delegations;

/// <summary>The texts of the desk of delegations.</summary>
public sealed class DelegationWords(Language language) : WordTable(language)
{
    public string Delegations => In("账号授权", "Delegations");
    public string DelegationsLead => In("授予下级平台在本级开通账号的名额，限定角色与区划；到期或收回后账号即停用", "Quotas of accounts here that platforms below fill, with the roles and region they may have; when a quota ends, its accounts stop");
    public string New => In("授予名额", "Give a quota");
    public string Grantee => In("被授权平台", "Grantee");
    public string GranteeHelp => In("下级平台代码，如 C-340100", "Code of a platform below, such as C-340100");
    public string Quota => In("名额", "Quota");
    public string Used => In("已用", "Used");
    public string UsedOf(int used, int quota) => In($"{used} / {quota}", $"{used} of {quota}");
    public string Roles => In("可分配角色", "Roles");
    public string Region => In("区划范围", "Region");
    public string RegionHelp => In("六位代码，须在被授权平台之内", "six digits, within the grantee's region");
    public string Parent => In("上级授权", "Out of");
    public string ParentHelp => In("转授时填写所从属的授权编号；由本级直接授予则不填", "For a quota handed on: the one it comes out of; empty when given by this hub itself");
    public string Expires => In("到期", "Ends");
    public string ExpiresHelp => In("北京时间，不填为长期", "China time; empty: until withdrawn");
    public string State => In("状态", "State");
    public string GivenBy => In("授予人", "Given by");
    public string GivenAt => In("授予时间", "Given at");
    public string None => In("还没有账号授权。", "No quota was given yet.");
    public string NoneNote => In("授予下级平台名额后，由对方为其人员开通账号。", "Give one to a platform below; it then opens accounts for its people.");
    public string Forever => In("长期", "until withdrawn");
    public string Accounts => In("名下账号", "Accounts");
    public string NoAccounts => In("还没有开通账号。", "No account was opened yet.");
    public string Open => In("开通账号", "Open an account");
    public string OpenLead => In("账号的角色只能在授权范围内选取。", "Its roles are among those of the quota.");
    public string CloseAccount => In("注销", "Close");
    public string CloseAccountConsequence => In("注销后不能恢复，名额退回。", "For good; its place in the quota is free again.");
    public string Withdraw => In("收回授权", "Withdraw");
    public string WithdrawConsequence => In("名下全部账号立即停用，转授出去的也一并收回；不能恢复。", "Every account under it stops at once, and whatever was handed on; it cannot be undone.");
    public string HandOn => In("转授一部分", "Hand on a part");
    public string Issuer => In("对方认证源（可不填）", "Their issuer (may be left out)");
    public string IssuerHelp => In("填写后本人用其所在平台的账号登录；不填则用临时密码登录", "Given, the person signs on with the account of their own platform; otherwise with a password");
    public string Subject => In("对方用户标识", "Their user id");
    public string Name => In("姓名", "Name");
    public string Close => In("注销", "Close");

    public string StateOf(string state) => state switch
    {
        "live" => In("有效", "live"),
        "expired" => In("已到期", "ended"),
        _ => In("已收回", "withdrawn"),
    };

    public static Light LightOf(string state) => state == "live" ? Light.Green : Light.Unknown;
}
