using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Account;

/// <summary>How the account page says no.</summary>
internal static class AccountRefusals
{
    public static readonly Refusal NotYours = new(
        "session-unknown", "", RefusalKind.NotFound, "没有这个会话，或已结束", "There is no such session, or it has ended");
}
