using CityOps.Schemas;

namespace CityOps.Hub.Audit;

/// <summary>Every way the audit rooms say no.</summary>
internal static class AuditRefusals
{
    public static readonly Refusal BadCheckpoint = new("audit-bad-checkpoint", "", RefusalKind.Unprocessable, "检查点不合规或签名无效", "Not a checkpoint, or its signature does not hold");

    public static readonly Refusal Behind = new("audit-behind", "", RefusalKind.Conflict, "见证方已有更新的检查点，请按其位置续传", "This witness stands elsewhere: go on from its size");

    public static readonly Refusal Fork = new("audit-fork", "", RefusalKind.Conflict, "检查点与已见证的历史矛盾", "The checkpoint contradicts the history witnessed before");

    public static readonly Refusal Shrunk = new("audit-shrunk", "", RefusalKind.Conflict, "审计日志短于已见证的长度", "The log is shorter than what was witnessed before");

    public static readonly Refusal DeploymentsOnly = new("insufficient-scope", "E1008", RefusalKind.Forbidden, "仅限下级部署提交检查点", "Only deployments below may have their checkpoints witnessed");

    public static readonly Refusal NoSuchPeer = new("not-found", "E2005", RefusalKind.NotFound, "没有该平台的见证记录", "Nothing of that platform was witnessed");

    public static readonly Refusal NoSuchEntry = new("not-found", "E2005", RefusalKind.NotFound, "没有这条审计记录", "There is no such entry");

    public static readonly Refusal TooYoung = new("audit-too-young", "", RefusalKind.Unprocessable, "审计日志须保存至少六个月", "Audit entries are kept for six months at least");

    public static readonly Refusal BadQuery = new("bad-query", "", RefusalKind.Invalid, "查询参数有误", "A query member is wrong");
}
