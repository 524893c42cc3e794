using CityOps.Schemas;

namespace CityOps.Node.Hosting;

/// <summary>Every way the host itself says no.</summary>
internal static class HostRefusals
{
    public static readonly Refusal NoSuchPath = new("not-found", "E2005", RefusalKind.NotFound, "没有这个地址", "No such path");

    public static readonly Refusal NoSuchMethod = new("method", "", RefusalKind.NoSuchMethod, "此地址不支持该方法", "This path does not take that method");

    public static readonly Refusal Malformed = new("malformed-json", "E2001", RefusalKind.Invalid, "请求不合规则", "The request is malformed");
}
