using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Login;

/// <summary>How the pages of the login say no; what is wrong with a password or a code is said by the people's room.</summary>
internal static class LoginRefusals
{
    public static readonly Refusal InteractionLost = new(
        "interaction-lost", "", RefusalKind.Invalid,
        "登录请求已过期，或不是在此浏览器中发起的，请回到应用重新登录", "This sign-in has expired or was begun in another browser: start again in the application");

    public static readonly Refusal FormForged = new(
        "form-not-ours", "", RefusalKind.Invalid,
        "表单已失效，请返回后重新提交", "This form was not issued to you or is out of date: go back and send it again");

    public static readonly Refusal PasswordsDiffer = new(
        "passwords-differ", "", RefusalKind.Invalid, "两次输入的新密码不一致", "The two new passwords differ");

    public static readonly Refusal FieldsMissing = new(
        "fields-missing", "", RefusalKind.Invalid, "请填写全部必填项", "Fill in every field");
}
