namespace CityOps.Portal;

/// <summary>
/// The texts of the frame, and those several pages use. Public, like all that pages take: Razor makes components public, and
/// what they are given cannot be less.
/// </summary>
public sealed class Words(Language language) : WordTable(language)
{
    public string Product => In("城市运行管理服务平台", "Urban Operation Management");
    public string Portal => In("运行门户", "Operations portal");
    public string SkipToContent => In("跳到正文", "Skip to content");
    public string NavigationLabel => In("主导航", "Main navigation");
    public string OtherLanguage => In("English", "中文");
    public string ThemeLabel => In("外观", "Appearance");
    public string ThemeLight => In("浅色", "Light");
    public string ThemeDark => In("深色", "Dark");
    public string ThemeSystem => In("跟随系统", "System");
    public string Account => In("账号", "Account");
    public string SignIn => In("登录", "Sign in");
    public string Join => In("申请接入", "Apply to join");
    public string SignOut => In("退出登录", "Sign out");
    public string Hold => In("暂停自动刷新", "Pause refresh");
    public string Resume => In("恢复自动刷新", "Resume refresh");
    public string RefreshLive => In("每 5 秒自动刷新", "Refreshes every 5 s");
    public string RefreshHeld => In("自动刷新已暂停", "Refresh is paused");
    public string ConnectionLost => In("与本平台的连接已中断，页面停留在最近一次的内容；恢复后自动更新。", "The connection to this platform is lost; the page shows what it last had and goes on when it is back.");
    public string AsOf => In("数据截至", "Data as of");
    public string ChinaTime => In("北京时间", "China time");

    public string NavOverview => In("总览", "Overview");
    public string NavInterfaces => In("接口", "Interfaces");
    public string NavPlatforms => In("平台", "Platforms");
    public string NavIncidents => In("事件", "Incidents");
    public string NavBulletins => In("通报", "Bulletins");
    public string NavLinks => In("链路", "Links");
    public string NavCatalogue => In("目录", "Catalogue");
    public string NavSubscriptions => In("订阅", "Subscriptions");
    public string NavQuarantine => In("问题数据", "Quarantine");
    public string NavRecords => In("记录", "Records");
    public string NavCorrections => In("纠错", "Corrections");
    public string NavData => In("数据", "Data");
    public string NavGuidance => In("业务指导", "Guidance");
    public string NavOnboarding => In("接入管理", "Joining");
    public string NavUsers => In("用户", "Users");
    public string NavOrganisations => In("机构", "Organisations");
    public string NavDelegations => In("账号授权", "Delegations");
    public string NavClients => In("应用系统", "Clients");
    public string NavAudit => In("审计", "Audit");
    public string NavStart => In("入门", "Getting started");
    public string NavWall => In("大屏", "Wall");

    public string Tier(string tier) => tier switch
    {
        "Nation" => In("国家", "Nation"),
        "Province" => In("省级", "Province"),
        "City" => In("市级", "City"),
        "County" => In("县级", "County"),
        _ => tier,
    };
}
