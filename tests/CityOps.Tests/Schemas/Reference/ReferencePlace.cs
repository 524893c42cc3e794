using System.Collections.Immutable;
using System.Text.Json;

namespace CityOps.Tests.Schemas.Reference;

/// <summary>A schema, the resource it belongs to, and the resources passed on the way to it, the outermost first.</summary>
internal readonly record struct ReferencePlace(JsonElement Schema, Uri Resource, ImmutableList<Uri> Passed)
{
    public static ReferencePlace In(JsonElement schema, Uri resource, ImmutableList<Uri> passed) => new(schema, resource, passed.Add(resource));

    /// <summary>A schema inside this one; it may name itself.</summary>
    public ReferencePlace At(JsonElement inner) => In(inner, ReferenceLibrary.NameOf(inner, Resource), Passed);

    public bool Has(string keyword) => Schema.TryGetProperty(keyword, out _);

    public ReferencePlace Inner(string keyword) => At(Schema.GetProperty(keyword));

    public IEnumerable<ReferencePlace> List(string keyword) =>
        Schema.TryGetProperty(keyword, out var list) ? list.EnumerateArray().Select(At) : [];

    public IEnumerable<(string Name, ReferencePlace Place)> Map(string keyword)
    {
        var here = this;
        return Schema.TryGetProperty(keyword, out var map) ? map.EnumerateObject().Select(member => (member.Name, here.At(member.Value))) : [];
    }
}
