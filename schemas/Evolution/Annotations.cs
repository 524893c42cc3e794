using System.Text.Json;
using CityOps.Schemas.Evolution.Proof;

namespace CityOps.Schemas.Evolution;

/// <summary>Changes beside the rules: what a record is (its key, its dataset, its way), and what people read into its members.</summary>
internal static class Annotations
{
    private static readonly string[] Meanings = ["title", "x-codelist", "x-level", "x-unit", "x-mask"];

    /// <summary>What makes the same record another thing; the document is still to be put in.</summary>
    public static IEnumerable<Difference> Identity(Edition older, Edition newer)
    {
        var (was, now) = (older.Source.Root, newer.Source.Root);
        if (was.Names("x-key") is { Count: > 0 } key && !key.SequenceEqual(newer.Source.Root.Names("x-key")))
        {
            var (before, after) = (string.Join('/', key), string.Join('/', now.Names("x-key")));
            yield return Told("x-key", $"主键由 {before} 改为 {after}：同一对象的 recordId 变了，旧记录的修订、删除和去重都对不上；请保留主键，或作为新数据集发布",
                $"the key changes from {before} to {after}: the same thing gets another recordId, and revisions, deletions and duplicates no longer meet; keep the key, or publish a new dataset");
        }

        foreach (var mark in new[] { "x-dataset", "x-direction" })
        {
            if (was.Text(mark) is { } before && before != now.Text(mark))
            {
                yield return Told(mark, $"{mark} 由 {before} 改为 {now.Text(mark)}：接口编码随之改变，原订阅收不到；请作为新数据集发布",
                    $"{mark} changes from {before} to {now.Text(mark)}: the interface code changes with it and subscribers receive nothing; publish a new dataset");
            }
        }

        Difference Told(string keyword, string chinese, string english) =>
            new(Reading.Backward, older.Version, newer.Version, "", keyword, "", chinese, english);
    }

    /// <summary>What people must be told of.</summary>
    public static IReadOnlyList<Notice> Compare(Edition older, Edition newer)
    {
        var notices = new List<Notice>();
        foreach (var mark in new[] { "x-reach", "x-owner", "x-share", "x-level" })
        {
            Tell(notices, "", mark, older.Source.Root, newer.Source.Root);
        }

        foreach (var (name, was) in older.Source.Root.Map("properties"))
        {
            if (newer.Source.Root.Child("properties")?.Child(name) is not { } now)
            {
                continue;
            }

            foreach (var mark in Meanings)
            {
                Tell(notices, "/" + name, mark, was, now);
            }
        }

        return notices;
    }

    private static void Tell(List<Notice> notices, string pointer, string mark, SchemaPlace was, SchemaPlace now)
    {
        var (before, after) = (Written(was, mark), Written(now, mark));
        if (before == after)
        {
            return;
        }

        var (chinese, english) = mark switch
        {
            "x-codelist" => ("取值的含义按另一代码表解释", "values now mean what another code list says"),
            "x-level" when string.CompareOrdinal(after, before) > 0 => ("数据级别提高，接收方须按更高级别保护", "the level is raised: receivers must protect it accordingly"),
            "title" => ("名称改变，请确认含义未变", "the name changes: make sure that the meaning does not"),
            "x-reach" => ("上报范围改变，收到记录的层级不同", "other tiers receive the records"),
            _ => ("说明改变", "the remark changes"),
        };
        notices.Add(new Notice(pointer, mark, $"{pointer} {mark} {before} → {after}：{chinese}".TrimStart(), $"{pointer} {mark} {before} → {after}: {english}".TrimStart()));
    }

    private static string Written(SchemaPlace place, string mark) =>
        place.TryGet(mark, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText() : "-";
}
