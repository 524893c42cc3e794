using CityOps.Portal.Kit;

namespace CityOps.Portal.Users;

/// <summary>The texts of the desk of users.</summary>
public sealed class UserWords(Language language) : WordTable(language)
{
    public string Users => In("用户", "Users");
    public string UsersLead => In("本级人员账号：系统管理员建账号，安全管理员分配角色", "Accounts of this platform: system administrators make them, security administrators give roles");
    public string New => In("新建用户", "New user");
    public string NewLead => In("新账号没有角色；建好后由安全管理员分配。", "A new account has no roles; a security administrator gives them.");
    public string Search => In("登录名或姓名", "Login or name");
    public string Login => In("登录名", "Login");
    public string LoginHelp => In("2–64 个小写字母、数字、. - _", "2 to 64 lower case letters, digits, . - _");
    public string Name => In("姓名", "Name");
    public string Organisation => In("机构", "Organisation");
    public string OrganisationHelp => In("机构代码；不填则直属本平台", "Its code; empty: the platform itself");
    public string Post => In("职务", "Post");
    public string Phone => In("电话", "Phone");
    public string Email => In("邮箱", "E-mail");
    public string Role => In("角色", "Role");
    public string Roles => In("角色", "Roles");
    public string State => In("状态", "State");
    public string Second => In("两步验证", "Second factor");
    public string SecondOn => In("已设置", "set up");
    public string SecondOff => In("未设置", "not set up");
    public string Changed => In("最近变化", "Last change");
    public string NoUsers => In("没有符合条件的用户。", "No user fits.");
    public string NoUsersNote => In("请换个条件，或新建用户。", "Try another filter, or make one.");
    public string NoRoles => In("没有角色，登录后不能办理业务。", "No roles: signed on, this person can do nothing yet.");
    public string Data => In("基本信息", "Data");
    public string Save => In("保存", "Save");
    public string Scope => In("范围", "Scope");
    public string ScopeValue => In("机构代码或区划代码", "Organisation or region code");
    public string ScopeHelp => In("范围为“本级”时不填", "Empty for “this platform”");
    public string Add => In("添加角色", "Add role");
    public string Remove => In("移除", "Remove");
    public string RemoveRoleConsequence => In("移除后本人立即下线，须重新登录。", "The person is signed off at once and has to sign on again.");
    public string OfficeNote => In("三员账号只能在本机用管理命令处置。", "Accounts of the three administrators are handled on the machine itself.");
    public string Sessions => In("登录会话", "Sessions");
    public string NoSessions => In("目前没有登录。", "Signed on nowhere.");
    public string Strength => In("认证强度", "Strength");
    public string Started => In("登录时间", "Since");
    public string Seen => In("最近活动", "Last seen");
    public string Address => In("来源地址", "Address");
    public string Device => In("浏览器", "Browser");
    public string End => In("结束", "End");
    public string EndAll => In("全部下线", "End all");
    public string EndAllConsequence => In("所有浏览器和应用中的登录一并结束。", "Every sign-on in browsers and applications ends.");
    public string Links => In("关联的外部身份", "Linked identities");
    public string LinksNote => In("用其他平台的账号登录本账号", "Accounts of other platforms that sign on as this one");
    public string NoLinks => In("没有关联。", "None.");
    public string Issuer => In("认证源地址", "Issuer");
    public string Subject => In("对方用户标识", "Subject");
    public string LinkedBy => In("关联人", "Linked by");
    public string LinkedAt => In("关联时间", "Linked at");
    public string AddLink => In("添加关联", "Link");
    public string RemoveLinkConsequence => In("解除后对方账号不能再登录，现有登录一并结束。", "That identity signs on here no more; sessions end.");
    public string AddLinkConsequence => In("持有该外部身份的人将以本账号的权限登录。", "Whoever holds that identity signs on with this account's rights.");
    public string Deeds => In("账号处置", "Account");
    public string Disable => In("停用", "Disable");
    public string DisableConsequence => In("停用后不能登录，现有登录立即结束；可随时恢复。", "No sign-on any more, sessions end at once; can be undone.");
    public string Enable => In("启用", "Enable");
    public string EnableConsequence => In("启用后可重新登录。", "The person can sign on again.");
    public string Close => In("注销", "Close");
    public string CloseConsequence => In("注销后不能恢复，登录名不能再用。", "For good: it cannot be undone and the login is not used again.");
    public string Unlock => In("解除锁定", "Unlock");
    public string UnlockConsequence => In("清除登录失败次数，可立即重试。", "Failed attempts are forgotten; the person may try at once.");
    public string ResetPassword => In("重置密码", "Reset password");
    public string ResetPasswordConsequence => In("现有密码失效、登录结束，生成一个只显示一次的临时密码。", "The password ends, sessions end; a temporary password is shown once.");
    public string ResetTotp => In("重置两步验证", "Reset second factor");
    public string ResetTotpConsequence => In("现有认证器与恢复码失效，下次登录重新设置。", "Authenticator and recovery codes end; the next sign-on sets up new ones.");
    public string ClosedNote => In("账号已注销，保留备查。", "Closed; kept for the record.");
    public string Temporary => In("临时密码（只显示一次）", "Temporary password, shown once");
    public string TemporaryUntil => In("有效期至", "Holds until");
    public string TemporaryNote => In("请当面或通过可靠渠道交给本人。首次登录须立即修改密码。", "Hand it over in person or by a safe way. It must be changed at the first sign-on.");
    public string ToUser => In("查看账号", "To the account");
    public string LockedUntil => In("锁定至", "Locked until");
    public string OfDelegation => In("所属授权", "Delegation");
    public string TwoFactors => In("双因素", "two factors");
    public string OneFactor => In("单因素", "one factor");
    public string ThisPlatform => In("本平台", "this platform");

    public IReadOnlyList<Option> States => [new("active", StateOf("active")), new("disabled", StateOf("disabled")), new("closed", StateOf("closed"))];

    public IReadOnlyList<Option> Scopes => [new("own", In("本级", "this platform")), new("organisation", In("机构及下属", "organisation and below")), new("region", In("区划及下辖", "region and below"))];

    public string StateOf(string state) => state switch
    {
        "active" => In("启用", "active"),
        "disabled" => In("停用", "disabled"),
        "closed" => In("已注销", "closed"),
        _ => state,
    };

    public static Light LightOf(UserRow user, DateTimeOffset now) => user.State switch
    {
        "active" => user.LockedUntil > now ? Light.Yellow : Light.Green,
        "disabled" => Light.Maintenance,
        _ => Light.Unknown,
    };

    public string StateOf(UserRow user, DateTimeOffset now) => user.State == "active" && user.LockedUntil > now ? In("已锁定", "locked") : StateOf(user.State);

    public string PlaceOf(HeldRole held) => held.Scope switch
    {
        "organisation" => In($"机构 {held.Value} 及下属", $"organisation {held.Value} and below"),
        "region" => In($"区划 {held.Value} 及下辖", $"region {held.Value} and below"),
        _ => In("本级", "this platform"),
    };
}
