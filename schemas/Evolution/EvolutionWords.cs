using CityOps.Schemas.Evolution.Proof;

namespace CityOps.Schemas.Evolution;

/// <summary>Says of a finding which field breaks for whom, and what to do about it.</summary>
internal static class EvolutionWords
{
    public static (string Chinese, string English) Of(Finding found, Edition writer, Edition reader, Reading reading)
    {
        var (chinese, english) = What(found, writer, reader);
        var (todo, act) = Advice(found.Keyword, reading);
        var place = found.Pointer.Length == 0 ? ("记录", "the record") : ($"字段 {found.Pointer}", $"field {found.Pointer}");
        return ($"{place.Item1}：{chinese}。{todo}。", $"{place.Item2}: {english}. {act}.");
    }

    private static (string, string) What(Finding found, Edition writer, Edition reader)
    {
        var value = found.Value is { Length: > 0 } text ? text : "";
        return found.Keyword switch
        {
            "required" or "dependentRequired" => ($"{writer.Chinese} 可以不填，{reader.Chinese} 要求必填", $"{writer.English} may leave it out, {reader.English} requires it"),
            "additionalProperties" => ($"{writer.Chinese} 可以有此字段，{reader.Chinese} 不认识", $"{writer.English} may carry it, {reader.English} does not know it"),
            "enum" or "const" => ($"{writer.Chinese} 允许的取值 {value} 不在{reader.Chinese} 的取值表中", $"{value} may stand under {writer.English} and is not among the values of {reader.English}"),
            "type" => ($"{writer.Chinese} 允许 {value}，{reader.Chinese} 要求类型 {found.Rule}", $"{writer.English} allows {value}, {reader.English} asks for the type {found.Rule}"),
            _ => (
                $"{writer.Chinese} 允许{(value.Length > 0 ? " " + value : "的值")}，不符合{reader.Chinese} 的 {found.Keyword} {found.Rule}".TrimEnd(),
                $"{(value.Length > 0 ? value : "a value")} may stand under {writer.English} and breaks {found.Keyword} {found.Rule}".TrimEnd() + $" of {reader.English}"),
        };
    }

    private static (string, string) Advice(string keyword, Reading reading)
    {
        var back = reading == Reading.Backward;
        return keyword switch
        {
            "required" or "dependentRequired" => back
                ? ("请改为选填，或发布为新主版本并声明 up 转换 default", "Make it optional, or publish a new major version with an up converter's default")
                : ("请保留必填，或发布为新主版本并声明 down 转换 default", "Keep it required, or publish a new major version with a down converter's default"),
            "additionalProperties" => back
                ? ("请保留该字段（可标记弃用），或发布为新主版本并声明 up 转换 rename 或 drop", "Keep the field (it may be deprecated), or publish a new major version with an up converter's rename or drop")
                : ("请先升级读者，或发布为新主版本并声明 down 转换 rename 或 drop", "Upgrade the readers first, or publish a new major version with a down converter's rename or drop"),
            "enum" or "const" => back
                ? ("请保留这些代码（可注明停用日期），或声明 up 转换 map", "Keep the codes (with an end date), or declare an up converter's map")
                : ("请先升级读者，或声明 down 转换 map", "Upgrade the readers first, or declare a down converter's map"),
            _ => back
                ? ("请不要收紧此规则，或发布为新主版本", "Do not narrow this rule, or publish a new major version")
                : ("请不要放宽此规则，或先升级读者，或发布为新主版本", "Do not widen this rule, or upgrade the readers first, or publish a new major version"),
        };
    }
}
