using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Account;

/// <summary>How the account page says no.</summary>
internal static class AccountRefusals
{
    public static readonly Refusal NotYours = new(
        "session-unknown", "", RefusalKind.NotFound, "没有这个会话，或已结束", "There is no such session, or it has ended");

    public static readonly Refusal PasswordsDiffer = new(
        "passwords-differ", "", RefusalKind.Invalid, "两次输入的新密码不一致", "The two new passwords differ");
}
