using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Policy;

/// <summary>Every way the policy says no by itself.</summary>
public static class PolicyRefusals
{
    public static readonly Refusal NoRight = new(
        "insufficient-scope", "E1008", RefusalKind.Forbidden, "没有此项权限", "You do not hold the right to do this");

    public static readonly Refusal StepUp = new(
        "step-up-required", "E1001", RefusalKind.Unauthenticated, "此操作须双因素登录", "This asks for a login with a second factor");

    public static readonly Refusal PeopleOnly = new(
        "insufficient-scope", "E1008", RefusalKind.Forbidden, "只限有此项权限的人员", "Only for people who hold the right; no system may");

    public static readonly IReadOnlyList<Refusal> All = [NoRight, StepUp, PeopleOnly];
}
