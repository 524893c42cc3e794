using CityOps.Schemas;

namespace CityOps.Node.Modules.Aggregation;

/// <summary>Every way the comprehensive store says no.</summary>
internal static class AggregationRefusals
{
    public static readonly Refusal BadQuery = new("invalid-cursor", "E2001", RefusalKind.Invalid, "查询参数错误", "A query parameter is wrong");
    public static readonly Refusal NoRecord = new("not-found", "E4101", RefusalKind.NotFound, "没有这条记录", "No such record");
    public static readonly Refusal NoDataset = new("not-found", "E4101", RefusalKind.NotFound, "没有这个数据集", "No such dataset");
    public static readonly Refusal WholeOnly = new("insufficient-scope", "E1008", RefusalKind.Forbidden, "汇总只向有全域权限者开放", "Sums are for those whose right reaches the whole deployment");
}
