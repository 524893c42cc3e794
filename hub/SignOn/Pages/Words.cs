using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Pages;

/// <summary>Every text of the pages, each in both languages side by side; Chinese first.</summary>
internal sealed class Words(bool english)
{
    public string Tag => In("zh-CN", "en");
    public string OtherTag => In("en", "zh");
    public string OtherLanguage => In("English", "中文");
    public string Product => In("城市运行管理服务平台", "Urban Operation Management");
    public string SignOn => In("统一身份认证", "Single sign-on");
    public string SkipToContent => In("跳到正文", "Skip to content");
    public string Cancel => In("取消", "Cancel");
    public string Continue => In("继续", "Continue");
    public string Close => In("处理完毕后可关闭本页。", "You may close this page when you are done.");
    public string ErrorSummary => In("未能完成", "That did not work");

    public string LoginTitle => In("登录", "Sign in");
    public string Login => In("用户名", "User name");
    public string Password => In("密码", "Password");
    public string SignIn => In("登录", "Sign in");
    public string NotJoined => In("部门或下级平台尚未接入？", "A department or platform that has not joined yet?");
    public string Join => In("申请接入", "Apply to join");
    public string OtherWays => In("其他登录方式", "Other ways to sign in");

    public string SecondTitle => In("两步验证", "Second factor");
    public string SecondLead => In("请输入认证器应用中显示的 6 位动态验证码。", "Enter the 6-digit code your authenticator app shows.");
    public string Code => In("动态验证码", "Authentication code");
    public string Verify => In("验证", "Verify");
    public string UseRecovery => In("无法使用认证器？改用恢复码", "No authenticator at hand? Use a recovery code");
    public string RecoveryTitle => In("使用恢复码", "Use a recovery code");
    public string RecoveryLead => In("请输入一个未用过的恢复码。每个恢复码只能使用一次。", "Enter one of your unused recovery codes. Each works once.");
    public string Recovery => In("恢复码", "Recovery code");
    public string UseAuthenticator => In("改用认证器验证码", "Use the authenticator app instead");

    public string EnrolTitle => In("设置两步验证", "Set up two-step verification");
    public string EnrolMust => In("您的岗位要求两步验证，设置完成后才能继续。", "Your role requires a second factor. Set it up to continue.");
    public string EnrolScan => In("用认证器应用扫描二维码", "Scan this code with an authenticator app");
    public string EnrolScanNote => In("也可在应用中手动输入下方密钥（类型：基于时间）。", "Or type the key below into the app (type: time based).");
    public string EnrolQr => In("认证器绑定二维码", "QR code for the authenticator app");
    public string EnrolKey => In("密钥", "Key");
    public string EnrolConfirm => In("输入应用显示的 6 位验证码", "Enter the 6-digit code the app shows");
    public string TurnOn => In("启用两步验证", "Turn on");

    public string CodesTitle => In("请保存恢复码", "Save your recovery codes");
    public string CodesLead => In("手机丢失或更换时，可用恢复码登录。恢复码仅在本页显示一次，请打印或抄录后妥善保管。",
        "If you lose or change your phone, a recovery code signs you in. They are shown only on this page: print or copy them and keep them safe.");
    public string CodesSaved => In("我已保存，继续", "I have saved them, continue");
    public string CodesPrint => In("打印：按 Ctrl+P（Mac 为 ⌘P）。", "To print, press Ctrl+P (⌘P on a Mac).");

    public string ConsentTitle => In("授权确认", "Allow access?");
    public string Allow => In("同意授权", "Allow");
    public string Deny => In("拒绝", "Deny");
    public string ConsentNote => In("可随时在“我的账号”中撤回。", "You can withdraw this at any time on your account page.");
    public string SignedInAs => In("当前用户", "Signed in as");

    public string LogoutTitle => In("退出登录", "Sign out");
    public string LogoutLead => In("确定要退出登录吗？在此浏览器中通过统一身份认证登录的应用将一并退出。",
        "Do you want to sign out? Applications you signed in to with this account in this browser will be told.");
    public string SignOut => In("退出登录", "Sign out");
    public string StaySignedIn => In("保持登录", "Stay signed in");
    public string LoggedOutTitle => In("已退出登录", "You are signed out");
    public string LoggedOutLead => In("为安全起见，公用电脑上请关闭浏览器。", "On a shared computer, close the browser as well.");

    public string ErrorTitle => In("无法处理该请求", "This request cannot be handled");
    public string ErrorCode => In("错误代码", "Error");
    public string Reference => In("跟踪号", "Reference");
    public string ErrorHelp => In("请返回原应用重试；如仍有问题，请将以上信息提供给平台管理员。", "Go back to the application and try again. If it happens again, give these details to your administrator.");

    public string BeginAgain => In("返回首页重新登录", "Back to the start to sign in again");

    public string PostTitle => In("正在返回应用", "Returning to the application");
    public string PostLead => In("如未自动跳转，请点击“继续”。", "If nothing happens, choose Continue.");

    public string Client(string name) => In($"登录后将进入：{name}", $"to continue to {name}");

    public string With(string authority) => In($"通过“{authority}”登录", $"Sign in with {authority}");

    public string Asks(string client) => In($"“{client}”申请使用您的账号：", $"{client} asks to:");

    public string Of(Refusal refusal) => english ? refusal.TitleEn : refusal.Title;

    public string? DetailOf(Refusal refusal) => english ? refusal.DetailEn : refusal.Detail;

    public string Scope(string scope) => scope switch
    {
        "openid" => In("确认您的身份", "Know who you are"),
        "profile" => In("查看您的姓名和所属机构", "See your name and organisation"),
        "email" => In("查看您的电子邮箱", "See your e-mail address"),
        "phone" => In("查看您的电话号码", "See your phone number"),
        "address" => In("查看您的地址", "See your postal address"),
        "offline_access" => In("在您离开后继续访问（可随时撤回）", "Keep this access while you are away, until you withdraw it"),
        "cityops" => In("以您的身份使用本平台的数据和功能", "Act as you on this platform's data and functions"),
        _ => In($"使用接口权限 {scope}", $"Use the interface permission {scope}"),
    };

    public string In(string chinese, string inEnglish) => english ? inEnglish : chinese;
}
