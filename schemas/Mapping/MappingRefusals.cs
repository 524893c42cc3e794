namespace CityOps.Schemas.Mapping;

/// <summary>Every way a mapping says no before the first row.</summary>
public static class MappingRefusals
{
    public static readonly Refusal Invalid = new("mapping-invalid", "E2001", RefusalKind.Invalid, "映射文件有误", "The mapping file is at fault");

    public static readonly Refusal Header = new("mapping-header", "E2001", RefusalKind.Invalid, "映射文件与表头不符", "Mapping file and header row do not fit");
}
