using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CityOps.Schemas;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;

namespace CityOps.Node.Modules.Supervision;

/// <summary>Writes the room's records, owned by this deployment, and runs each through its schema and rules before it is kept.</summary>
internal sealed class SupervisionRecords(Deployment own)
{
    public Outcome<Record> Of(KeyTask task, DateTimeOffset at, long rev) =>
        Build("SI-01", task.TaskId, task, SupervisionJson.Fields.KeyTask, at, at, rev);

    public Outcome<Record> Of(Assignment assignment, DateTimeOffset at, DateTimeOffset now, long rev) =>
        Build("SI-02", assignment.AssignmentId, assignment, SupervisionJson.Fields.Assignment, at, now, rev);

    public Outcome<Record> Of(Feedback feedback, DateTimeOffset now) =>
        Build("SI-03", feedback.FeedbackId, feedback, SupervisionJson.Fields.Feedback, feedback.FeedbackTime, now, 1);

    private Outcome<Record> Build<T>(string dataset, string key, T fields, JsonTypeInfo<T> type, DateTimeOffset at, DateTimeOffset now, long rev)
    {
        var set = SchemaSet.Standard.Find(dataset, 1)!;
        var source = own.Code.ToString();
        var header = new RecordHeader(
            set.Dataset, set.Version, RecordBuilder.RecordId(source, key), source, own.Region, at, now > at ? now : at, rev == 1 ? 'I' : 'U', rev, '2');
        var built = RecordBuilder.Build(header, w =>
        {
            foreach (var member in JsonSerializer.SerializeToElement(fields, type).EnumerateObject())
            {
                member.WriteTo(w);
            }
        });
        if (set.Against(built) is not { Count: > 0 } problems)
        {
            return built;
        }

        return SupervisionRefusals.BadValue with
        {
            Detail = problems[0].Pointer + " " + problems[0].Message,
            DetailEn = problems[0].Pointer + " " + problems[0].MessageEn,
            Fields = [.. problems.Select(p => new FieldError(p.Pointer, p.Message))],
        };
    }
}
