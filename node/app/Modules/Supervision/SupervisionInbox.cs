using System.Collections.Frozen;
using CityOps.Node.Contracts;
using CityOps.Schemas.Records;
using CityOps.Store;

namespace CityOps.Node.Modules.Supervision;

/// <summary>Takes what arrives: tasks from above on the target's side, assignments and feedback from below on the issuer's.</summary>
internal sealed class SupervisionInbox : IRecordConsumer
{
    public IReadOnlySet<string> Datasets { get; } = new[] { "SI-01", "SI-02", "SI-03" }.ToFrozenSet();

    public Task ConsumeAsync(WriteScope scope, Record record, CancellationToken ct) => record.Header switch
    {
        // A withdrawn record stays in the room as it last stood; the comprehensive store knows the deletion.
        { IsDelete: true } => Task.CompletedTask,
        { Dataset: "SI-01" } => SupervisionTable.KeepAsync(scope, SupervisionJson.Of(record.Bytes, SupervisionJson.Fields.KeyTask), record, ct),
        { Dataset: "SI-02" } => SupervisionTable.KeepAsync(scope, SupervisionJson.Of(record.Bytes, SupervisionJson.Fields.Assignment), record, ct),
        _ => SupervisionTable.KeepAsync(scope, SupervisionJson.Of(record.Bytes, SupervisionJson.Fields.Feedback), record, ct),
    };
}
