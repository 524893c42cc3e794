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

    private JsonSchema(Node root) => this.root = root;

    /// <summary>Compiles a schema; <paramref name="registry"/> holds the other documents it may refer to.</summary>
    /// <exception cref="SchemaException">Not a schema, or one that cannot be run: the pointer and reason say what.</exception>
    public static JsonSchema Compile(ReadOnlyMemory<byte> schemaUtf8, SchemaRegistry? registry = null, FormatUse formats = FormatUse.Assert) =>
        new(new SchemaCompiler(new SchemaLibrary(registry), formats).CompileDocument(schemaUtf8));

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
    /// (a missing member by the place it should have), keyword, stable code, and what was found and expected.
    /// </summary>
    public void Explain(ReadOnlySpan<byte> json, ICollection<RecordProblem> problems, int most = 100)
    {
        var found = new List<RecordProblem>();
        var report = new Report(found, most);
        var cursor = new Cursor(json);
        if (!Utf8.IsValid(json) || !cursor.Skip() || !cursor.AtEnd())
        {
            report.Add(Wording.Malformed());
        }
        else
        {
            ExplainValue(json, found, report);
        }

        foreach (var problem in found)
        {
            problems.Add(problem);
        }
    }

    private void ExplainValue(ReadOnlySpan<byte> json, List<RecordProblem> found, Report report)
    {
        var cursor = new Cursor(json) { Budget = ExplainingBudget };
        root.Explain(ref cursor, report);
        if (cursor.Budget < 0)
        {
            found.Clear(); // half a look proves nothing
        }

        if (found.Count == 0 && !IsValid(json))
        {
            found.Add(Wording.Budget().At(""));
        }
    }
}
