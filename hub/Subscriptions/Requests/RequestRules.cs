using System.Globalization;
using CityOps.Hub.Catalog;
using CityOps.Hub.Guards;
using CityOps.Hub.Onboarding;
using CityOps.Hub.Subscriptions.Narrowing;
using CityOps.Schemas;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.Subscriptions.Requests;

/// <summary>符合性审查: what can be judged of a request without asking anybody (domain.md 4.5). Names every fault at once.</summary>
internal sealed class RequestRules(OutboundHttp outbound)
{
    private const int LongestYears = 3;
    private const int MostRegions = 50;
    private const int MostText = 500;
    private const int LeastPurpose = 5;

    /// <summary>The request as it would be stored, in state <see cref="RequestState.Awaiting"/>; or what is wrong with it.</summary>
    public Outcome<SubscriptionRequest> Check(RequestBody body, Platform applicant, InterfaceService service, DateOnly today)
    {
        var faults = new List<FieldError>();
        Length(body.Purpose, LeastPurpose, MostText, "/purpose", faults);
        Length(body.Scenario, 1, MostText, "/scenario", faults);
        Length(body.LegalBasis ?? "", service.Traits.Share == ShareType.Conditional ? 1 : 0, 300, "/legalBasis", faults);
        Fields(body.Fields, service, "/fields", faults);
        var regions = Regions(body.Regions, applicant.Region, "/regions", faults);
        var until = Until(body.ValidTo, today, faults);
        var filter = Filter(body, service, faults);
        Address(body, faults);
        return faults.Count > 0
            ? RequestRefusals.Wrong with { Fields = faults }
            : new SubscriptionRequest(
                "", applicant.Code.ToString(), service.Name, RequestState.Awaiting, "", default, default, body.Purpose, body.Scenario, body.LegalBasis,
                body.Fields, regions, filter, body.Mode, body.PushUrl, body.StartFrom, until);
    }

    /// <summary>A grant of less than was asked for: what was asked narrowed to it, or what is wrong with it.</summary>
    public static Outcome<SubscriptionRequest> Narrow(SubscriptionRequest asked, DecisionBody decision, InterfaceService service, DateOnly today)
    {
        var faults = new List<FieldError>();
        Length(decision.Opinion, decision.Accept ? 0 : 1, MostText, "/opinion", faults);
        Fields(decision.Fields, service, "/fields", faults);
        IReadOnlyList<string> wanted = asked.Fields ?? [.. FieldSheet.Of(service.Dataset).Usual];
        foreach (var more in decision.Fields?.Except(wanted, StringComparer.Ordinal) ?? [])
        {
            faults.Add(new FieldError("/fields", $"{Short(more)} 未被申请 / was not asked for"));
        }

        foreach (var region in decision.Regions ?? [])
        {
            if (!RegionCode.TryParse(region, out var smaller) || !asked.Regions.Any(one => RegionTree.Standard.Contains(RegionCode.Parse(one), smaller)))
            {
                faults.Add(new FieldError("/regions", $"{Short(region)} 不在申请范围内 / lies outside what was asked for"));
            }
        }

        var until = decision.ValidTo is { } day ? Until(day, today, faults) : asked.ValidTo;
        return faults.Count > 0
            ? RequestRefusals.Wrong with { Fields = faults }
            : asked with { Fields = decision.Fields ?? asked.Fields, Regions = decision.Regions ?? asked.Regions, ValidTo = until < asked.ValidTo ? until : asked.ValidTo };
    }

    private static void Fields(IReadOnlyList<string>? fields, InterfaceService service, string at, List<FieldError> faults)
    {
        var sheet = FieldSheet.Of(service.Dataset);
        if (fields is { Count: 0 })
        {
            faults.Add(new FieldError(at, "至少一个字段，或不填 / at least one field, or leave it out"));
        }

        foreach (var unknown in fields?.Where(name => sheet.Find(name) is null).Distinct().Take(20) ?? [])
        {
            faults.Add(new FieldError(at, $"数据集没有字段 {Short(unknown)} / the dataset has no such field"));
        }
    }

    private static List<string> Regions(IReadOnlyList<string>? regions, RegionCode own, string at, List<FieldError> faults)
    {
        if (regions is null)
        {
            return [own.ToString()];
        }

        if (regions.Count is 0 or > MostRegions)
        {
            faults.Add(new FieldError(at, $"1–{MostRegions} 个区划 / 1 to {MostRegions} regions"));
        }

        foreach (var wrong in regions.Where(code => !RegionCode.TryParse(code, out var region) || !RegionTree.Standard.Contains(own, region)).Take(20))
        {
            faults.Add(new FieldError(at, $"{Short(wrong)} 不在本平台辖区 {own} 内 / lies outside the platform's area {own}"));
        }

        return [.. regions.Distinct(StringComparer.Ordinal)];
    }

    private static string? Filter(RequestBody body, InterfaceService service, List<FieldError> faults)
    {
        if (body.Filter is not { } written)
        {
            return null;
        }

        if (RecordFilter.Read(written, FieldSheet.Of(service.Dataset)).TryGet(out var read, out var refused))
        {
            return read.Text;
        }

        faults.AddRange(refused.Fields);
        return null;
    }

    private static DateOnly Until(string text, DateOnly today, List<FieldError> faults)
    {
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until) || until < today || until > today.AddYears(LongestYears))
        {
            faults.Add(new FieldError("/validTo", $"须为今天至 {LongestYears} 年内的日期 yyyy-MM-dd / a day yyyy-MM-dd from today on, at most {LongestYears} years ahead"));
        }

        return until;
    }

    private void Address(RequestBody body, List<FieldError> faults)
    {
        if (body.Mode == DeliverMode.Push ? body.PushUrl is null : body.PushUrl is not null)
        {
            faults.Add(new FieldError("/pushUrl", "推送方式须填，其他方式不填 / needed for push, and only there"));
        }
        else if (body.PushUrl is { } url && outbound.Judge(url) is { } unsafeUrl)
        {
            faults.Add(new FieldError("/pushUrl", $"{unsafeUrl.Detail ?? unsafeUrl.Title} / {unsafeUrl.DetailEn ?? unsafeUrl.TitleEn}"));
        }
    }

    private static void Length(string text, int least, int most, string at, List<FieldError> faults)
    {
        if (text.Trim().Length < least || text.Length > most || text.Any(letter => char.IsControl(letter) && letter is not '\n'))
        {
            faults.Add(new FieldError(at, $"{least}–{most} 个字 / {least} to {most} characters"));
        }
    }

    private static string Short(string text) => new([.. text.Take(40).Where(letter => !char.IsControl(letter))]);
}
