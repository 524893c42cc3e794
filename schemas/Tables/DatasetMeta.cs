using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CityOps.Schemas.Tables;

/// <summary>What a table's rows do not say about a dataset (dataset.json beside table.csv).</summary>
public sealed record DatasetMeta
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        PropertyNameCaseInsensitive = false,
    };

    /// <summary>Such as <c>MG-01</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The English name, such as <c>case</c>.</summary>
    public string Name { get; init; } = "";

    public required string Title { get; init; }

    public string Version { get; init; } = "1.0.0";

    /// <summary>The category of the data standard, in Chinese.</summary>
    public string Category { get; init; } = "";

    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>False for the exchange's own envelopes, which are no records.</summary>
    public bool Header { get; init; } = true;

    /// <summary><c>up</c>, <c>down</c> or <c>both</c>.</summary>
    public string Direction { get; init; } = "up";

    /// <summary>How far up records go: <c>N</c>, <c>P</c>, or <c>C</c> where they stay at the hub they came to.</summary>
    public string Reach { get; init; } = "P";

    /// <summary>JSON pointer of the regions a record is addressed to.</summary>
    public string? Addressee { get; init; }

    /// <summary>Who fills it: a tier, <c>external</c> or <c>exchange</c>.</summary>
    public string Owner { get; init; } = "city";

    public IReadOnlyList<string> Frequency { get; init; } = [];

    public IReadOnlyList<string> Modes { get; init; } = [];

    /// <summary>共享类型: <c>open</c>, <c>cond</c> or <c>deny</c>.</summary>
    public string Share { get; init; } = "cond";

    public string Priority { get; init; } = "P3";

    /// <summary>How certain the fields are: seed, found, known, designed.</summary>
    public IReadOnlyList<string> Basis { get; init; } = [];

    /// <summary>
    /// What members of one record owe each other: the members of <c>x-rules</c>, and with each a change of the full example
    /// that <c>keeps</c> it and one that <c>breaks</c> it.
    /// </summary>
    public IReadOnlyList<JsonObject> Rules { get; init; } = [];

    /// <summary>Values for the examples, where made-up ones would say too little.</summary>
    public JsonObject? Sample { get; init; }

    /// <exception cref="JsonException">Not such a description.</exception>
    public static DatasetMeta Read(string json) =>
        JsonSerializer.Deserialize<DatasetMeta>(json, Strict) ?? throw new JsonException("a dataset's description is an object");
}
