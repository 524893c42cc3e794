using CityOps.Hub.Administration;
using CityOps.Hub.Catalog;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.Status.Showing;
using CityOps.Schemas;
using CityOps.Store;

namespace CityOps.Hub.Status.Incidents;

/// <summary>What whoever takes an incident on has to say.</summary>
internal sealed record NoteBody(string Note);

/// <summary>What operators do: take an incident on, plan a window.</summary>
internal sealed class IncidentDesk(IncidentTable table, PlatformDirectory platforms, InterfaceBook interfaces, IdMaker ids, TimeProvider clock)
{
    private const int MostText = 500;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    public async Task<Outcome<Incident>> AcknowledgeAsync(Actor caller, string id, NoteBody body, CancellationToken ct)
    {
        if (body.Note.Length > MostText || body.Note.Any(letter => char.IsControl(letter) && letter != '\n'))
        {
            return AdminBody.Unknown with { Fields = [new FieldError("/note", $"至多 {MostText} 个字 / at most {MostText} characters")] };
        }

        return await table.AcknowledgeAsync(id, caller.User?.Name ?? caller.Name, body.Note, clock.GetUtcNow(), ct) && await table.FindAsync(id, ct) is { } found ? found : CatalogRefusals.Unknown;
    }

    public async Task<Outcome<Maintenance>> PlanAsync(Actor caller, WindowBody body, CancellationToken ct)
    {
        var faults = new List<FieldError>();
        if (body.Ends <= body.Starts || body.Ends - body.Starts > Longest || body.Ends <= clock.GetUtcNow())
        {
            faults.Add(new FieldError("/ends", "晚于开始与现在，至多 31 天 / after the beginning and after now, 31 days at most"));
        }

        if (body.Reason.Trim().Length is < 1 or > MostText)
        {
            faults.Add(new FieldError("/reason", $"1–{MostText} 个字 / 1 to {MostText} characters"));
        }

        if (body.Platform is null && body.Interface is null)
        {
            faults.Add(new FieldError("/platform", "须指明平台或接口 / name a platform or an interface"));
        }

        if (body.Platform is { } platform && platforms.Find(platform) is null)
        {
            faults.Add(new FieldError("/platform", "没有此平台 / there is no such platform"));
        }

        if (body.Interface is { } service && interfaces.Find(service) is null)
        {
            faults.Add(new FieldError("/interface", "没有此接口 / there is no such interface"));
        }

        if (faults.Count > 0)
        {
            return AdminBody.Unknown with { Fields = faults };
        }

        var made = new Maintenance(ids.Next().ToString("N"), body.Platform, body.Interface, body.Starts, body.Ends, body.Reason, caller.User?.Name ?? caller.Name);
        await table.PlanAsync(made, clock.GetUtcNow(), ct);
        return made;
    }

    public async Task<Outcome<string>> EndAsync(Actor caller, string id, CancellationToken ct) =>
        caller.Holds("exchange.operate") && await table.EndWindowAsync(id, clock.GetUtcNow(), ct) ? id : CatalogRefusals.Unknown;
}
