using CityOps.Schemas;

namespace CityOps.Hub.Guards;

/// <summary>Every way the guards say no.</summary>
internal static class GuardRefusals
{
    public static readonly Refusal UnsafeUrl = new("unsafe-url", "E2001", RefusalKind.Unprocessable, "网址不安全，不予登记", "The address is not safe to call");

    public static readonly Refusal RateLimited = new("rate-limited", "", RefusalKind.TooMany, "请求过于频繁，请稍后再试", "Too many requests: try again later");

    public static readonly Refusal UnknownHost = new("bad-host", "E2001", RefusalKind.Invalid, "Host 不是本平台的地址", "The Host header does not name this deployment");

    public static readonly Refusal HeaderConflict = new("header-conflict", "E2001", RefusalKind.Invalid, "请求头互相矛盾", "Headers contradict each other");

    public static readonly Refusal MediaType = new("unsupported-media-type", "E2009", RefusalKind.Unsupported, "不接受这种内容类型", "This call does not take that Content-Type");
}
