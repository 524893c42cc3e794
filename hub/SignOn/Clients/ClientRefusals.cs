using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Clients;

/// <summary>Every way the registry of clients says no.</summary>
public static class ClientRefusals
{
    public static readonly Refusal Invalid = new(
        "client-invalid", "E2001", RefusalKind.Unprocessable, "客户端登记信息不合规", "The client's registration is not acceptable");

    public static readonly Refusal Taken = new(
        "client-taken", "E2001", RefusalKind.Conflict, "该客户端标识或密钥标识已被使用", "The client id or the key id is taken");

    public static readonly Refusal Unknown = new(
        "not-found", "E2001", RefusalKind.NotFound, "客户端或其密钥不存在", "No such client, or no such key of it");

    public static readonly IReadOnlyList<Refusal> All = [Invalid, Taken, Unknown];
}
