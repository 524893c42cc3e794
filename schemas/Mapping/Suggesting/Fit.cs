using System.Text.Json;

namespace CityOps.Schemas.Mapping.Suggesting;

/// <summary>Whether a column may feed a member: by its name, and by what its values look like.</summary>
internal static class Fit
{
    /// <summary>Below this a column is left alone.</summary>
    public const double Enough = 0.6;

    private const double NameWeight = 0.75;
    private const int MostCodes = 100;

    public static double Of(ColumnProfile column, MemberShape member, bool isKey)
    {
        var name = Words.Of(member.Name).Concat([member.Name, member.Title]).Max(word => Likeness.Of(column.Name, word));
        if (column.Filled == 0)
        {
            return name * NameWeight; // nothing to see
        }

        var values = Values(column, member, isKey);
        return values == 0 ? 0 : (name * NameWeight) + (values * (1 - NameWeight));
    }

    /// <summary>The code each value stands for; values without one are absent.</summary>
    public static IReadOnlyDictionary<string, string> Codes(ColumnProfile column, MemberShape member)
    {
        var list = member.Kind == MemberKind.Truth ? Words.Truth : member.CodeList ?? "";
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in column.Distinct.Take(MostCodes))
        {
            if ((member.Codes.Contains(value) ? value : Words.Code(list, value)) is { } code && (member.Kind == MemberKind.Truth || member.Codes.Contains(code)))
            {
                found[value] = code;
            }
        }

        return found;
    }

    // 0 forbids: the values cannot be this.
    private static double Values(ColumnProfile column, MemberShape member, bool isKey)
    {
        if (member.IsTime || member.IsDay)
        {
            return column.DateForm is null ? 0 : 1;
        }

        if (member.Codes.Count > 0 || member.Kind == MemberKind.Truth)
        {
            return column.Distinct.Count > MostCodes ? 0 : (double)Codes(column, member).Count / column.Distinct.Count;
        }

        return member.Kind switch
        {
            MemberKind.Number when column.Numeric < 0.9 => 0,
            MemberKind.Number => InBounds(column, member) ? 1 : 0.3,
            MemberKind.Json => 0,
            _ when !InForm(column, member) => 0,
            _ when isKey => column.IsUnique ? 1 : 0.2,
            _ => column.DateForm is not null && column.Numeric < 0.9 ? 0.2 : 0.6,
        };
    }

    // Texts of another form can only be meant after steps nobody can guess.
    private static bool InForm(ColumnProfile column, MemberShape member)
    {
        if (member.Form is not { } form)
        {
            return true;
        }

        var looked = column.Distinct.Take(MostCodes).ToList();
        return looked.Count(value => form.IsValid(JsonSerializer.SerializeToUtf8Bytes(value))) * 2 >= looked.Count;
    }

    public static bool InBounds(ColumnProfile column, MemberShape member) =>
        column.Filled > 0 && column.Least >= (member.Minimum ?? decimal.MinValue) && column.Most <= (member.Maximum ?? decimal.MaxValue);
}
