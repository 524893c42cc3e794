using CityOps.Schemas.Validation.Plans;
using CityOps.Schemas.Validation.Plans.InPlace;
using CityOps.Schemas.Validation.Plans.Unevaluated;

namespace CityOps.Schemas.Validation.Compiling;

/// <summary>Keywords that ask other schemas about the same value.</summary>
internal static class InPlaceKeywords
{
    public static void Read(SchemaCompiler compiler, SchemaPlace place, Node node)
    {
        var found = new List<Applicator>();
        if (place.Text("$ref") is { } reference)
        {
            found.Add(new AllOf([compiler.CompileReference(place, reference)]));
        }

        if (place.Text("$dynamicRef") is { } dynamicReference)
        {
            found.Add(new AllOf([compiler.CompileDynamicReference(place, dynamicReference)]));
        }

        if (ReadList(compiler, place, "allOf") is { } all)
        {
            found.Add(new AllOf(all));
        }

        if (ReadList(compiler, place, "anyOf") is { } any)
        {
            found.Add(new AnyOf(any));
        }

        if (ReadList(compiler, place, "oneOf") is { } one)
        {
            found.Add(new OneOf(one));
        }

        if (ReadOne(compiler, place, "not") is { } not)
        {
            found.Add(new Not(not));
        }

        // Without "if" the other two say nothing, but they must be schemas all the same.
        Node? then = ReadOne(compiler, place, "then"), otherwise = ReadOne(compiler, place, "else");
        if (ReadOne(compiler, place, "if") is { } test)
        {
            found.Add(new Condition(test, then, otherwise));
        }

        // Last: they ask what all the others have looked at.
        if (ReadOne(compiler, place, "unevaluatedProperties") is { } members)
        {
            found.Add(new UnevaluatedMembers(members));
        }

        if (ReadOne(compiler, place, "unevaluatedItems") is { } elements)
        {
            found.Add(new UnevaluatedElements(elements));
        }

        node.InPlace = [.. found];
    }

    private static Node? ReadOne(SchemaCompiler compiler, SchemaPlace place, string keyword) =>
        place.Schema(keyword) is { } schema ? compiler.Compile(schema) : null;

    private static Node[]? ReadList(SchemaCompiler compiler, SchemaPlace place, string keyword) =>
        place.SchemaList(keyword) is { Count: > 0 } schemas ? [.. schemas.Select(compiler.Compile)] : null;
}
