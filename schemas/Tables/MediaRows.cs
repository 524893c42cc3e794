namespace CityOps.Schemas.Tables;

/// <summary>附件: one file as records name it (type F). Its bytes travel by themselves.</summary>
internal static class MediaRows
{
    public static readonly FieldRule Rule = FieldRule.None with
    {
        Members =
        [
            Member("附件标识", "mediaId", "V32", true, "id"),
            Member("文件名", "name", "V200", true, ""),
            Member("媒体类型", "mime", "V100", true, ""),
            Member("大小", "size", "I", true, "≥0"),
            Member("摘要", "digest", "C64", true, "hex"),
            Member("访问地址", "url", "V300", false, ""),
        ],
    };

    private static Field Member(string title, string name, string type, bool required, string rule)
    {
        var parsed = FieldType.Parse(type)!;
        return new Field(title, name, parsed, required, RuleText.Read(rule, parsed, (_, english) => throw new FormatException(english)));
    }
}
