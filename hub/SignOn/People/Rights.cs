namespace CityOps.Hub.SignOn.People;

/// <summary>权限: a named action, <c>module.action</c>, and where it may be done.</summary>
public sealed record Rights(IReadOnlyList<HeldAction> Actions)
{
    public static readonly Rights None = new([]);
}

/// <summary>One action in one scope; region scopes are given as the region's code.</summary>
public sealed record HeldAction(string Action, ScopeKind Scope, string Value);
