using CityOps.Schemas;

namespace CityOps.Hub.Catalog;

/// <summary>Every way the catalogue says no.</summary>
public static class CatalogRefusals
{
    public static readonly Refusal Unknown = new("not-found", "E2005", RefusalKind.NotFound, "目录中没有该项", "Not in the catalogue");
    public static readonly Refusal BadQuery = new("bad-query", "", RefusalKind.Invalid, "查询条件不合规则", "The query is not understood");
    public static readonly Refusal BadDocument = new("bad-standard", "", RefusalKind.Unprocessable, "标准条目不合规则，未发布", "The document is not fit to be published");
    public static readonly Refusal NotYours = new("not-standard-owner", "E5003", RefusalKind.Forbidden, "该条目由上级发布，本级只能发布地方扩展", "This belongs to the tier above; publish local extensions only");
    public static readonly Refusal Taken = new("standard-taken", "E5002", RefusalKind.Conflict, "该版本已发布，内容不同", "This version is published with other content");
    public static readonly Refusal NotNewer = new("standard-not-newer", "E2006", RefusalKind.Conflict, "版本号应大于现有版本", "The version must be higher than the one there is");
    public static readonly Refusal Breaks = new("incompatible-version", "E2006", RefusalKind.Conflict, "新版读不了旧数据，须升主版本", "The new version cannot read old data: raise the major version");
    public static readonly Refusal TooSoon = new("effective-in-the-past", "E4001", RefusalKind.Unprocessable, "生效日期不得早于今天", "The day of effect must not lie in the past");
    public static readonly Refusal WrongSheet = new("schema-invalid", "E3003", RefusalKind.Unprocessable, "服务说明不合规则", "The sheet does not hold");
    public static readonly Refusal SheetState = new("state-conflict", "E2006", RefusalKind.Conflict, "当前发布状态不允许此操作", "Its state does not allow this");
    public static readonly Refusal SheetChanged = new("version-conflict", "E2006", RefusalKind.Conflict, "服务说明刚被更改，请重新读取后再试", "The sheet has just been changed: read it again and retry");
    public static readonly Refusal Retired = new("interface-retired", "E2006", RefusalKind.Gone, "接口已停用", "The interface is retired");
}
