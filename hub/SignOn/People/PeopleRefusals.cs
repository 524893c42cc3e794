using CityOps.Schemas;

namespace CityOps.Hub.SignOn.People;

/// <summary>Every way the room of people says no.</summary>
public static class PeopleRefusals
{
    /// <summary>Unknown user, wrong password, wrong code, locked, disabled, withdrawn: one answer.</summary>
    public static readonly Refusal LoginFailed = new(
        "login-failed", "E1001", RefusalKind.Unauthenticated, "账号或密码不正确，或账号已锁定", "The name or password is not right, or the account is locked");

    public static readonly Refusal TooManyLogins = new(
        "rate-limited", "", RefusalKind.TooMany, "失败次数过多，请稍后再试", "Too many failed attempts: try again later");

    public static readonly Refusal WeakPassword = new(
        "password-policy", "", RefusalKind.Unprocessable, "密码不符合要求", "The password does not meet the policy");

    public static readonly Refusal UnknownUser = new(
        "not-found", "E2005", RefusalKind.NotFound, "没有此对象", "There is no such object");

    public static readonly Refusal BadUser = new(
        "user-invalid", "", RefusalKind.Unprocessable, "用户信息不合规则", "The user's data do not hold");

    public static readonly Refusal LoginTaken = new(
        "user-exists", "", RefusalKind.Conflict, "登录名已被使用", "The login name is taken");

    public static readonly Refusal UnknownRole = new(
        "role-unknown", "", RefusalKind.Unprocessable, "没有此角色", "There is no such role");

    public static readonly Refusal RolesApart = new(
        "roles-apart", "", RefusalKind.Conflict, "系统、安全、审计管理员须分设（三员分立）", "System, security and audit administrators are separate accounts");

    public static readonly Refusal OwnRoles = new(
        "roles-own", "", RefusalKind.Forbidden, "不得为自己分配角色", "Nobody assigns roles to himself");

    public static readonly Refusal OfficeProtected = new(
        "office-protected", "", RefusalKind.Forbidden, "管理员账号只能在本机用管理命令处置", "An administrator's account is handled on the machine itself only");

    public static readonly Refusal WrongScope = new(
        "scope-invalid", "", RefusalKind.Unprocessable, "数据范围不合规则", "The data scope does not hold");

    public static readonly Refusal BadOrganisation = new(
        "organisation-invalid", "", RefusalKind.Unprocessable, "机构信息不合规则", "The organisation's data do not hold");

    public static readonly Refusal OrganisationTaken = new(
        "organisation-exists", "", RefusalKind.Conflict, "机构代码已被使用", "The organisation's id is taken");

    public static readonly Refusal BadDelegation = new(
        "delegation-invalid", "", RefusalKind.Unprocessable, "账号授权不合规则", "The delegation does not hold");

    public static readonly Refusal QuotaSpent = new(
        "quota-spent", "", RefusalKind.Conflict, "授权名额已用完", "The quota of the delegation is used up");

    public static readonly Refusal DelegationEnded = new(
        "delegation-ended", "", RefusalKind.Conflict, "账号授权已收回或到期", "The delegation was withdrawn or has expired");

    public static readonly Refusal LinkTaken = new(
        "link-exists", "", RefusalKind.Conflict, "该外部身份已关联其他账号", "That outside identity is linked already");

    public static readonly Refusal FirstMade = new(
        "administrators-exist", "", RefusalKind.Conflict, "三员账号已存在", "The three administrators exist already");

    public static readonly Refusal ChangedSince = new(
        "version-conflict", "", RefusalKind.Conflict, "对象已被他人修改，请重新读取", "The object has changed since: read it again");

    public static readonly IReadOnlyList<Refusal> All =
    [
        LoginFailed, TooManyLogins, WeakPassword, UnknownUser, BadUser, LoginTaken, UnknownRole, RolesApart, OwnRoles, OfficeProtected, WrongScope,
        BadOrganisation, OrganisationTaken, BadDelegation, QuotaSpent, DelegationEnded, LinkTaken, FirstMade, ChangedSince,
    ];
}
