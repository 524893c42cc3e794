using System.Text.Json.Nodes;

namespace CityOps.Node.Verbs.Administering;

/// <summary>One call of <c>/admin/v1</c> that a verb stands for.</summary>
internal sealed record AdminRequest(HttpMethod Method, string Path)
{
    public JsonNode? Body { get; init; }

    public static AdminRequest Get(string path) => new(HttpMethod.Get, path);

    public static AdminRequest Post(string path, JsonNode? body = null) => new(HttpMethod.Post, path) { Body = body };

    public static AdminRequest Put(string path, JsonNode body) => new(HttpMethod.Put, path) { Body = body };

    /// <summary>A name from the command line inside a path.</summary>
    public static string In(string? name) => Uri.EscapeDataString(name ?? "");

    public static JsonArray Array(IEnumerable<string>? items) => [.. (items ?? []).Select(item => (JsonNode)item)];
}
