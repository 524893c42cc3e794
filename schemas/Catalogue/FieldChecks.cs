using System.Text;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;

namespace CityOps.Schemas.Catalogue;

/// <summary>
/// What a value must keep that no schema says: the check character of a credit code (E3007), and a code that is valid on
/// the record's day (R-G7, E4102). Only asked of datasets that have such fields.
/// </summary>
internal static class FieldChecks
{
    public static void Check(FieldUses uses, ReadOnlySpan<byte> text, DateTimeOffset? dataTime, ref List<RecordProblem>? problems)
    {
        foreach (var (fields, names) in uses.Looks)
        {
            var members = new TopMembers(text, names);
            for (var i = 0; i < fields.Length; i++)
            {
                var value = HeaderText.Plain(members[TopMembers.HeaderCount + i]);
                if (!value.IsEmpty)
                {
                    Check(fields[i], Encoding.UTF8.GetString(value), dataTime, ref problems);
                }
            }
        }
    }

    private static void Check(CheckedField field, string value, DateTimeOffset? dataTime, ref List<RecordProblem>? problems)
    {
        var pointer = "/" + Encoding.UTF8.GetString(field.Name);
        if (problems?.Exists(problem => problem.Pointer == pointer) == true)
        {
            return; // the schema has said what is wrong with it
        }

        if (field.Credit && !CreditCode.IsValid(value))
        {
            Add(ref problems, new(pointer, "x-check", "E3007", "统一社会信用代码校验位不符（GB 32100）", "the check character of the credit code is wrong (GB 32100)"));
        }

        if (field.Dated is { } list && dataTime is { } at && !list.IsValid(value, DateOnly.FromDateTime(at.ToOffset(TimeSpan.FromHours(8)).DateTime)) && list.Find(value) is { } code)
        {
            var (zh, en) = code.Successor is { } next ? ($"，应改用 {next}", $"; {next} took its place") : ("", "");
            Add(ref problems, new(pointer, "R-G7", "E4102", $"代码 {code.Code} {code.Name} 在业务时间无效{zh}", $"the code {code.Code} was not valid at dataTime{en}"));
        }
    }

    private static void Add(ref List<RecordProblem>? problems, RecordProblem problem) => (problems ??= []).Add(problem);
}
