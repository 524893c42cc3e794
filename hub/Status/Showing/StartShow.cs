using CityOps.Hub.Onboarding;
using CityOps.Hub.Onboarding.Joining;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Roles;
using CityOps.Hub.Status.Health;
using CityOps.Schemas.Records;

namespace CityOps.Hub.Status.Showing;

/// <summary>入门: how far a new deployment is on its way to the first subscription. Every step is done or not by what is stored now.</summary>
internal sealed class StartShow(HealthShow health, HealthParts parts, PeopleTables people, JoinTable joins)
{
    private const string Operator = "exchange-operator";

    public async Task<object> ReadAsync(CancellationToken ct)
    {
        var own = parts.Platforms.Deployment.Code.ToString();
        var facts = (await health.ViewAsync(ct)).Facts;
        var partners = parts.Platforms.All.Any(one => one.Standing != Standing.Own) || (await joins.PageAsync(new JoinSearch(null, null, null, 1), ct)).Count > 0;
        (string Step, bool Done)[] steps =
        [
            ("administrators", await OfficesAsync(ct)),
            ("operator", await people.Users.AnyReadyAsync(Operator, ct)),
            ("partner", partners),
            ("interface", parts.Sheets.All.Any(sheet => sheet.Owner.Length > 0)),
            ("record", facts.Feeds.Any(feed => feed.Accepted > 0 && feed.Sender != own)),
            ("subscription", parts.Subscriptions.All.Any(one => !one.Statutory)),
        ];
        return new { at = ChinaTime.Format(facts.Now), steps = steps.Select(one => new { step = one.Step, done = one.Done }) };
    }

    private async Task<bool> OfficesAsync(CancellationToken ct)
    {
        foreach (var role in RoleBook.All.Where(role => role.Office != Office.None))
        {
            if (!await people.Users.AnyHoldsAsync(role.Code, ct))
            {
                return false;
            }
        }

        return true;
    }
}
