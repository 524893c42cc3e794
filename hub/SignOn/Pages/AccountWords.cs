namespace CityOps.Hub.SignOn.Pages;

/// <summary>The texts of the account page, in both languages.</summary>
internal sealed class AccountWords(Words words)
{
    public string Title => In("我的账号", "My account");
    public string Name => In("姓名", "Name");
    public string Login => In("用户名", "User name");
    public string SessionsTitle => In("登录会话", "Sessions");
    public string SessionsLead => In("如发现不认识的设备，请结束该会话并修改密码。", "End any session you do not recognise, then change your password.");
    public string Current => In("当前会话", "This session");
    public string Address => In("网络地址", "Address");
    public string Device => In("设备", "Device");
    public string Began => In("登录时间", "Signed in");
    public string Seen => In("最近使用", "Last used");
    public string Action => In("操作", "Action");
    public string End => In("结束", "End");
    public string EndOthers => In("结束其他全部会话", "End all other sessions");
    public string UnknownDevice => In("未知设备", "Unknown device");

    public string PasswordTitle => In("修改密码", "Change password");
    public string PasswordNote => In("修改后，其他会话将全部结束。", "All your other sessions end when you change it.");
    public string PasswordRule => In("至少 12 个字符，不得使用常见密码。", "At least 12 characters, and not a common one.");
    public string MustChange => In("当前密码由管理员设置，请先修改再继续。", "Your password was set by an administrator. Change it to continue.");
    public string Old => In("当前密码", "Current password");
    public string Fresh => In("新密码", "New password");
    public string Again => In("再次输入新密码", "New password again");
    public string Change => In("修改密码", "Change password");
    public string Changed => In("密码已修改，其他会话已结束。", "Your password is changed; all other sessions have ended.");
    public string NoPassword => In("您的账号由其他身份认证系统登录，没有本地密码。", "Your account signs in through another authority and has no password here.");

    public string SecondTitle => In("两步验证", "Two-step verification");
    public string SecondOn => In("已启用", "On");
    public string SecondOff => In("未启用", "Off");
    public string SecondLead => In("启用后，登录时除密码外还需认证器应用的动态验证码。", "With it, signing in takes your password and a code from an authenticator app.");
    public string SetUp => In("设置", "Set up");
    public string SetUpAgain => In("更换认证器", "Change authenticator");

    public string ConsentsTitle => In("已授权的应用", "Applications with access");
    public string NoConsents => In("尚未授权任何应用。", "No application has access.");
    public string Application => In("应用", "Application");
    public string Access => In("授权范围", "Access");
    public string Given => In("授权时间", "Allowed");
    public string Withdraw => In("撤回", "Withdraw");

    public string ChinaTime => In("时间均为北京时间。", "All times are China Standard Time.");
    public string EndThis(string device) => In($"结束会话：{device}", $"End session: {device}");
    public string WithdrawOf(string client) => In($"撤回授权：{client}", $"Withdraw access of {client}");

    private string In(string chinese, string english) => words.In(chinese, english);
}
