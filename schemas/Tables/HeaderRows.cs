namespace CityOps.Schemas.Tables;

/// <summary>公共头: the members every record begins with (domain.md 2.2), as rows of a table like any other.</summary>
internal static class HeaderRows
{
    public static readonly IReadOnlyList<TableRow> All =
    [
        new(0, "数据集代码", "dataset", "V10", "Y", ""),
        new(0, "模式版本", "schemaVersion", "V10", "Y", @"pattern ^[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,2}$; sample 1.0.0"),
        new(0, "记录标识", "recordId", "V128", "Y", ""),
        new(0, "来源平台", "sourcePlatform", "V24", "Y", "platform"),
        new(0, "区划代码", "regionCode", "C6", "Y", "digits"),
        new(0, "业务时间", "dataTime", "DT", "Y", ""),
        new(0, "更新时间", "updateTime", "DT", "Y", ""),
        new(0, "操作", "op", "E:dataOp", "Y", ""),
        new(0, "修订号", "rev", "I", "Y", "≥1"),
        new(0, "数据级别", "dataLevel", "E:dataLevel", "Y", ""),
        new(0, "备注", "remark", "V500", "", ""),
    ];
}
