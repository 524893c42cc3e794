using System.Collections.Frozen;
using CityOps.Hub.Catalog;
using CityOps.Hub.Onboarding;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Evolution.Conversion;

namespace CityOps.Hub.Subscriptions;

/// <summary>
/// The live subscriptions. Statutory ones follow from who a platform is: the own node reads everything, a child deployment
/// reads what is addressed down to it; departments read what they were granted. Made anew with each edition of the standard and each change of the platforms.
/// </summary>
public sealed class SubscriptionBook(PlatformDirectory directory, InterfaceBook interfaces)
{
    private volatile Snapshot snapshot = new(directory.Current, interfaces.Current);

    public IReadOnlyCollection<Subscription> All => Current.Values;

    private FrozenDictionary<string, Subscription> Current
    {
        get
        {
            var (platforms, list) = (directory.Current, interfaces.Current);
            var held = snapshot;
            return (ReferenceEquals(held.Interfaces, list) && ReferenceEquals(held.Platforms, platforms) ? held : snapshot = new Snapshot(platforms, list)).Subscriptions;
        }
    }

    public Subscription? Find(string id) => Current.GetValueOrDefault(id);

    public IEnumerable<Subscription> Of(string platform) => Current.Values.Where(s => s.Platform == platform);

    private sealed class Snapshot
    {
        public Snapshot(PlatformList directory, InterfaceList interfaces)
        {
            Interfaces = interfaces;
            Platforms = directory;
            var home = directory.Deployment.Region;
            var converters = ConverterBook.Read(interfaces.Schemas);
            Subscriptions = (
                from platform in directory.All
                from service in interfaces.All
                where Reads(platform, service)
                let id = Subscription.IdOf(platform.Code.ToString(), service.Name)
                select new Subscription(id, platform.Code.ToString(), service.Name, platform.Region, platform.Region == home)
                {
                    TakesWider = service.Code.Direction == Direction.Down && service.Dataset.Addressee is null,
                    Converters = Others(service).Where(other => !Reads(platform, other.Service)).ToFrozenDictionary(other => other.Service.Name, other => other.Converter),
                })
                .ToFrozenDictionary(s => s.Id, StringComparer.Ordinal);

            IEnumerable<(InterfaceService Service, Converter Converter)> Others(InterfaceService service) =>
                from other in interfaces.All
                where other.Code.Dataset == service.Code.Dataset && other.Code.Direction == service.Code.Direction && other != service
                let converter = converters.Find(service.Code.Dataset, other.Code.Major, service.Code.Major)
                where converter is not null
                select (other, converter);
        }

        public InterfaceList Interfaces { get; }

        public PlatformList Platforms { get; }

        public FrozenDictionary<string, Subscription> Subscriptions { get; }

        private static bool Reads(Platform platform, InterfaceService service) => platform.Standing switch
        {
            Standing.Own => true,
            Standing.Child => service.Code.Direction == Direction.Down || platform.Subscribes.Contains(service.Name),
            _ => platform.Subscribes.Contains(service.Name),
        };
    }
}
