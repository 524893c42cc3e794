namespace CityOps.Portal.Missing;

/// <summary>The texts of pages that say why there is nothing to see.</summary>
public sealed class MissingWords(Language language) : WordTable(language)
{
    public string NotFound => In("没有这个页面", "There is no such page");
    public string NotFoundDetail => In("地址可能有误，或者页面已经移走。", "The address may be wrong, or the page has moved.");
    public string NotFoundStep => In("请核对地址，或从下面的入口进入。", "Check the address, or go on from here.");
    public string Address => In("访问的地址", "Address");
    public string Overview => In("返回总览", "Back to the overview");
    public string Denied => In("您没有访问此页面的权限", "You are not allowed to see this page");
    public string DeniedDetail => In("账号已登录，但没有此页面所需的权限。本次访问已记入审计。", "You are signed on, but without the right this page needs. The visit stands in the audit log.");
    public string Way => In("如何取得权限", "How to get it");
    public string Right => In("所需权限（任一）", "Rights that open it (any one)");
    public string Roles => In("持有该权限的角色", "Roles that hold it");
    public string NoRoles => In("本级没有持有该权限的角色", "No role of this tier holds it");
    public string Giver => In("谁可以授予", "Who can give it");
    public string GivenBySecurity => In("安全管理员可在“用户”页分配", "A security administrator, on the page “Users”");
    public string GivenByMachine => In("三员角色，只能在本机用管理命令设置", "One of the three administrators: set on the machine itself, by command");
    public string DeniedStep => In("请联系本级安全管理员，说明所需权限与用途。", "Ask this platform's security administrator, naming the right and what for.");
    public string SignedOnAs => In("当前账号", "Signed on as");
}
