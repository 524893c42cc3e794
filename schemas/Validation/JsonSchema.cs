using System.Text.Unicode;
using CityOps.Schemas.Records;
using CityOps.Schemas.Validation.Compiling;
using CityOps.Schemas.Validation.Plans;
using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation;

/// <summary>
/// JSON Schema 2020-12, compiled once into an immutable plan that any number of threads may run over UTF-8 bytes.
/// The answer is a yes or no first, without building a document; reasons are found only when asked for. Of members
/// named twice each is judged; refusing such texts is the reader's task (<c>RecordText</c>).
/// </summary>
public sealed class JsonSchema
{
    /// <summary>Bytes that finding reasons may read: each level of a record is read once more than for the verdict.</summary>
    private const long ExplainingBudget = 64 << 20;

    private readonly Node root;

    private readonly bool holdsSensitive;

    private JsonSchema(Node root, bool holdsSensitive) => (this.root, this.holdsSensitive) = (root, holdsSensitive);

    /// <summary>Compiles a schema; <paramref name="registry"/> holds the other documents it may refer to.</summary>
    /// <exception cref="SchemaException">Not a schema, or one that cannot be run: the pointer and reason say what.</exception>
    public static JsonSchema Compile(ReadOnlyMemory<byte> schemaUtf8, SchemaRegistry? registry = null, FormatUse formats = FormatUse.Assert)
    {
        var compiler = new SchemaCompiler(new SchemaLibrary(registry), formats);
        return new JsonSchema(compiler.CompileDocument(schemaUtf8), compiler.HoldsSensitive);
    }

    /// <summary>Whether this is one well-formed JSON text that fits. Allocates nothing for a text that does; never throws.</summary>
    public bool IsValid(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        var cursor = new Cursor(json);
        return root.Check(ref cursor) && cursor.AtEnd() && cursor.Budget >= 0;
    }

    /// <summary>
    /// Adds up to <paramref name="most"/> problems, in the order of the text; none where it is valid. Each names its place
    /// (a missing member by the place it should have), keyword, stable code, and what was found and expected;
    /// of values whose schema has <c>x-level</c> 3 or more, only the first character is shown. Where a wrong entry of a list
    /// is answered with the nearest ones, <paramref name="nameOf"/> may call one at a place by its name.
    /// </summary>
    public void Explain(ReadOnlySpan<byte> json, ICollection<RecordProblem> problems, int most = 100, Func<string, string, string?>? nameOf = null)
    {
        var report = new Report(most, holdsSensitive);
        var cursor = new Cursor(json);
        if (!Utf8.IsValid(json) || !cursor.Skip() || !cursor.AtEnd())
        {
            report.Add(Wording.Malformed());
        }
        else
        {
            report = ExplainValue(json, report);
        }

        foreach (var problem in report.Problems(nameOf))
        {
            problems.Add(problem);
        }
    }

    private Report ExplainValue(ReadOnlySpan<byte> json, Report report)
    {
        var cursor = new Cursor(json) { Budget = ExplainingBudget };
        root.Explain(ref cursor, report);
        if (cursor.Budget < 0)
        {
            report = new Report(1, holdsSensitive); // half a look proves nothing
        }

        if (report.Count == 0 && !IsValid(json))
        {
            report.Add(Wording.Budget());
        }

        return report;
    }
}
