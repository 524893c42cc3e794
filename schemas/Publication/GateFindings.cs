namespace CityOps.Schemas.Publication;

/// <summary>The gate's words.</summary>
internal static class GateFindings
{
    public static GateFinding BadSchema(string pointer, string why) =>
        new("bad-schema", pointer, $"不是合法的 JSON：{why}", $"no JSON: {why}");

    public static GateFinding TooLarge(string pointer, string why) =>
        new("too-large", pointer, $"超出发布上限：{why}", $"beyond what may be published: {why}");

    public static GateFinding DynamicReference(string pointer) =>
        new("dynamic-reference", pointer, "发布的模式不得使用动态引用", "a published schema holds no dynamic reference");

    public static GateFinding UnboundedUnique(string pointer) =>
        new("unbounded-unique-items", pointer, "uniqueItems 必须同时给出 maxItems", "uniqueItems needs maxItems beside it");

    public static GateFinding UnknownFormat(string pointer, string name) =>
        new("unknown-format", pointer, $"未知格式“{name}”", $"the format '{name}' is not known");

    public static GateFinding IdTaken(string pointer, string id) =>
        new("id-taken", pointer, $"$id“{id}”已由其他单位登记", $"the $id '{id}' is registered by another owner");

    public static GateFinding UnsafePattern(string pointer, string why, string whyEn) =>
        new("unsafe-pattern", pointer, $"正则表达式不安全：{why}", $"unsafe pattern: {whyEn}");
}
