using CityOps.Node.Contracts;
using CityOps.Node.Modules.Command;
using CityOps.Node.Sync;
using CityOps.Schemas.Calendars;
using CityOps.Schemas.Codes;
using CityOps.Store;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;

namespace CityOps.Tests.Node;

/// <summary>A deployment's business side over a real, empty store.</summary>
internal sealed class ANode : IAsyncDisposable
{
    private readonly string address;

    private ANode(string address, Engine engine, Deployment own, FakeClock clock)
    {
        (this.address, Engine, Own, Clock) = (address, engine, own, clock);
        Lane = new BusinessLane(engine, new OutboxSignal(), clock);
        Outbox = new OutboxTable(engine);
        Cases = new CaseTable(engine);
        Desk = new CaseDesk(Lane, own, CitySchedule.Of(WorkSchedule.Standard), clock);
    }

    public Engine Engine { get; }

    public Deployment Own { get; }

    public FakeClock Clock { get; }

    public BusinessLane Lane { get; }

    public OutboxTable Outbox { get; }

    public CaseTable Cases { get; }

    public CaseDesk Desk { get; }

    public static async Task<ANode> OpenAsync(string address, string platform = "C-340100")
    {
        var engine = await StoreOpener.OpenAsync(address, CancellationToken.None);
        await Migrations.ApplyAsync(engine, typeof(CaseDesk).Assembly, "node", CancellationToken.None);
        var code = PlatformCode.Parse(platform);
        return new ANode(address, engine, new Deployment(code, code.Region!.Value, code.Tier!.Value, "测试平台"), new FakeClock(ACase.Later));
    }

    public async ValueTask DisposeAsync()
    {
        await Lane.DisposeAsync();
        await Engine.DisposeAsync();
        TestStores.Forget(address);
    }
}
