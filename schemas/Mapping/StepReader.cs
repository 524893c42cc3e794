using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CityOps.Schemas.Mapping.Steps;

namespace CityOps.Schemas.Mapping;

/// <summary>Reads the steps of a source. The document's schema has checked their shapes.</summary>
internal sealed class StepReader(Faults faults, JsonElement root)
{
    private static readonly string[] Kinds =
        ["trim", "squeeze", "default", "need", "map", "lookup", "date", "number", "rebase", "prefix", "suffix", "padLeft", "split", "substring", "replace"];

    public IReadOnlyList<Step> ReadAll(JsonElement source, string at) =>
        source.TryGetProperty("steps", out var steps) ? [.. steps.EnumerateArray().Select((step, index) => Read(step, $"{at}/steps/{index}")).OfType<Step>()] : [];

    private Step? Read(JsonElement step, string at)
    {
        var kinds = Kinds.Where(kind => step.TryGetProperty(kind, out _)).ToArray();
        if (kinds.Length != 1)
        {
            faults.Add(at, $"须恰有一个步骤：{string.Join("、", Kinds)}。", $"Exactly one step must be named: {string.Join(", ", Kinds)}.");
            return null;
        }

        CheckExtras(step, kinds[0], at);
        var value = step.GetProperty(kinds[0]);
        return kinds[0] switch
        {
            "trim" => new Trim(),
            "squeeze" => new Squeeze(),
            "default" => new Default(value.GetString()!),
            "need" => new Need(value.GetString()!),
            "map" => Map(value, step, at),
            "lookup" => Lookup(value, step, at),
            "date" => Date(value, step, at),
            "number" => Number(value),
            "rebase" => new Rebase(value.GetProperty("fromOrigin").GetDecimal(), value.GetProperty("toOrigin").GetDecimal(), value.GetProperty("why").GetString()!),
            "prefix" => new Prefix(value.GetString()!),
            "suffix" => new Suffix(value.GetString()!),
            "padLeft" => new PadLeft(value.GetProperty("width").GetInt32(), value.TryGetProperty("with", out var with) ? with.GetString()![0] : '0'),
            "split" => new Split(value.GetProperty("by").GetString()!, value.GetProperty("take").GetInt32()),
            "substring" => new Substring(value.GetProperty("start").GetInt32(), value.TryGetProperty("length", out var length) ? length.GetInt32() : null),
            _ => new Replace(value.GetProperty("from").GetString()!, value.GetProperty("to").GetString()!),
        };
    }

    private void CheckExtras(JsonElement step, string kind, string at)
    {
        string[] allowed = kind switch
        {
            "map" or "lookup" => ["else"],
            "date" => ["zone", "overlap", "as"],
            _ => [],
        };
        foreach (var extra in step.EnumerateObject().Where(one => one.Name != kind && !allowed.Contains(one.Name)))
        {
            faults.Add(Faults.At(at, extra.Name), $"步骤 {kind} 不用这一项。", $"The step {kind} has no use for this.");
        }
    }

    private CodeMap? Map(JsonElement value, JsonElement step, string at)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            var name = value.GetString()!;
            if (!root.TryGetProperty("codeMaps", out var maps) || !maps.TryGetProperty(name, out value))
            {
                faults.Add(at + "/map", $"没有代码对照 {name}。", $"There is no code map {name}.");
                return null;
            }
        }

        return new CodeMap(value.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString(), StringComparer.Ordinal), Else(step));
    }

    private static Otherwise Else(JsonElement step) =>
        step.TryGetProperty("else", out var other) ? new Otherwise(other.ValueKind == JsonValueKind.String && other.GetString() == "reject", other.GetString()) : new Otherwise(true, null);

    private Lookup Lookup(JsonElement value, JsonElement step, string at)
    {
        var patterns = new List<(Regex, string?)>();
        foreach (var (entry, index) in value.EnumerateArray().Select((entry, index) => (entry, index)))
        {
            try
            {
                // Non-backtracking: the time is linear in the text, whatever the pattern.
                patterns.Add((new Regex(entry.GetProperty("match").GetString()!, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), entry.GetProperty("to").GetString()));
            }
            catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
            {
                faults.Add($"{at}/lookup/{index}/match", "不是可用的正则表达式。", $"Not a usable pattern: {fault.Message}");
            }
        }

        return new Lookup(patterns, Else(step));
    }

    private Date? Date(JsonElement value, JsonElement step, string at)
    {
        var forms = value.EnumerateArray().Select(form => form.GetString()!).ToArray();
        for (var i = 0; i < forms.Length; i++)
        {
            if (forms[i] is not (Steps.Date.Unix or Steps.Date.UnixMilliseconds) && !RoundTrips(forms[i]))
            {
                faults.Add($"{at}/date/{i}", $"不是可用的时间格式 {forms[i]}。", $"Not a usable time format: {forms[i]}.");
            }
        }

        var named = step.TryGetProperty("zone", out var own) ? own.GetString()! : root.TryGetProperty("timeZone", out var common) ? common.GetString()! : "Asia/Shanghai";
        if (ZoneClock.Find(named) is not { } zone)
        {
            faults.Add(at + "/zone", $"不认识时区 {named}。", $"Unknown time zone {named}.");
            return null;
        }

        var overlap = step.TryGetProperty("overlap", out var which) ? Enum.Parse<Overlap>(which.GetString()!, ignoreCase: true) : Overlap.Earlier;
        var form = step.TryGetProperty("as", out var written) && written.GetString() == "date" ? DateForm.Day : DateForm.Instant;
        return new Date(forms, new ZoneClock(zone, overlap), form);
    }

    private static bool RoundTrips(string form)
    {
        var sample = new DateTimeOffset(2022, 11, 22, 13, 14, 15, TimeSpan.Zero);
        try
        {
            var text = sample.ToString(form, CultureInfo.InvariantCulture);
            return DateTimeOffset.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read) && read.Year == sample.Year;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static Number Number(JsonElement value) => new(
        value.TryGetProperty("decimal", out var point) ? point.GetString()![0] : '.',
        value.TryGetProperty("group", out var group) ? group.GetString()![0] : null,
        value.TryGetProperty("scale", out var scale) ? scale.GetDecimal() : 1m,
        value.TryGetProperty("digits", out var digits) ? digits.GetInt32() : null);
}
