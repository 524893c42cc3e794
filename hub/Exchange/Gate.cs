using CityOps.Hub.Catalog;
using CityOps.Hub.Catalog.Publication;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Onboarding;
using CityOps.Hub.Onboarding.Joining;
using CityOps.Schemas;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.Exchange;

/// <summary>May this sender bring batches of this interface at all? Pure; answers a refusal or nothing.</summary>
public sealed class Gate(PlatformDirectory directory, InterfaceBook interfaces, SheetShelf sheets)
{
    public Outcome<InterfaceService> Enter(Sender sender, string service, BatchMode mode)
    {
        if (interfaces.Find(service) is not { } found)
        {
            return ExchangeRefusals.UnknownInterface.Because($"没有接口 {service}。请在目录中核对代码。", $"There is no interface {service}. Check the catalogue.");
        }

        var platform = directory.Find(sender.Code);
        if (!sender.Uplink && platform is not { Suspended: false })
        {
            return ExchangeRefusals.Suspended;
        }

        if (platform is { Testing: true } && mode != BatchMode.Test)
        {
            return JoinRefusals.StillTesting;
        }

        if (!sender.Uplink && sheets.StateOf(service) == PublicationState.Retired)
        {
            var sheet = sheets.Of(service);
            return CatalogRefusals.Retired.Because(
                $"{service} 自 {sheet.Sunset:yyyy-MM-dd} 起停用{(sheet.Successor is { Length: > 0 } next ? $"，请改用 {next}" : "")}。",
                $"{service} is retired since {sheet.Sunset:yyyy-MM-dd}{(sheet.Successor is { Length: > 0 } other ? $"; use {other}" : "")}.");
        }

        if (!May(sender, found))
        {
            return ExchangeRefusals.MayNotPublish.Because(
                $"{sender.Code} 没有向 {service} 上报的权限。请向本级数据交换管理员申请。",
                $"{sender.Code} may not publish to {service}. Ask this hub's exchange administrator.");
        }

        return sender.Scopes is null || sender.Scopes.Contains($"if:{service}:publish")
            ? found
            : ExchangeRefusals.ScopeTooNarrow;
    }

    private bool May(Sender sender, InterfaceService service) => (sender.Standing, service.Code.Direction) switch
    {
        _ when sender.Uplink => service.Code.Direction == Direction.Down,
        (Standing.Own, _) => true,
        (Standing.Child, Direction.Up) => true,
        _ => directory.Find(sender.Code)!.Publishes.Contains(service.Name),
    };
}
