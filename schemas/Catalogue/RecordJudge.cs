using System.Text.Json;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;

namespace CityOps.Schemas.Catalogue;

/// <summary>
/// Judges records by the rules of their dataset alone: the schema, then what a schema cannot say about the header. Who
/// sent a record, and what time it is, are not known here; rules that need either belong to the hub.
/// </summary>
public sealed class RecordJudge(SchemaSet schemas)
{
    /// <summary>
    /// Takes one record in stored form (the output of <see cref="RecordText.Compact"/>) and keeps the memory when the
    /// record is good. A deletion is judged by the key schema.
    /// </summary>
    public JudgedRecord Judge(DatasetVersion dataset, ReadOnlyMemory<byte> compacted)
    {
        var text = compacted.Span;
        var members = new TopMembers(text, dataset.Members.Wanted);
        var header = new HeaderText(members);
        var isDelete = HeaderText.Plain(members[HeaderSlots.Op]).SequenceEqual("D"u8);
        var schema = isDelete ? dataset.KeySchema : dataset.Schema;
        List<RecordProblem>? problems = null;
        if (!schema.IsValid(text))
        {
            problems = SchemaProblems.Explain(schema, dataset, text);
        }

        var keepsSchema = problems is null;
        RecordRules.Check(schemas, dataset, members, header, text, ref problems);
        List<RecordProblem>? warnings = null;
        if (keepsSchema && !isDelete)
        {
            dataset.Rules.Check(text, ref problems, ref warnings);
        }

        if (dataset.Uses.Looks.Length > 0)
        {
            FieldChecks.Check(dataset.Uses, text, header.DataTime, ref problems);
        }

        if (problems is not null)
        {
            return new JudgedRecord(null, problems, header.RecordId);
        }

        var addressees = dataset.Members.HasAddressee ? Regions(members[TopMembers.HeaderCount + dataset.Members.KeyCount]) : null;
        var record = new Record(header.ToHeader(dataset, members), compacted, addressees);
        return new JudgedRecord(record, [], header.RecordId) { Warnings = warnings ?? [] };
    }

    private static List<RegionCode>? Regions(ReadOnlySpan<byte> array)
    {
        if (array.IsEmpty)
        {
            return null; // a deletion names no addressees
        }

        var regions = new List<RegionCode>();
        var reader = new Utf8JsonReader(array);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String && RegionCode.TryParse(reader.GetString(), out var region))
            {
                regions.Add(region);
            }
        }

        return regions;
    }
}
