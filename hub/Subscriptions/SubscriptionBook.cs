using System.Collections.Frozen;
using CityOps.Hub.Catalog;
using CityOps.Hub.Onboarding;
using CityOps.Hub.Subscriptions.Narrowing;
using CityOps.Hub.Subscriptions.Requests;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Evolution.Conversion;

namespace CityOps.Hub.Subscriptions;

/// <summary>
/// The live subscriptions. Statutory ones follow from who a platform is: the own node reads everything, a child deployment
/// reads what is addressed down to it. All others are granted: by a request, or by the platform's registration where no
/// request was ever decided. Made anew with each edition of the standard and each change of platforms or requests.
/// </summary>
public sealed class SubscriptionBook(PlatformDirectory directory, InterfaceBook interfaces, GrantShelf grants)
{
    private volatile Snapshot snapshot = new(directory.Current, interfaces.Current, grants.Current);

    public IReadOnlyCollection<Subscription> All => Current.Values;

    /// <summary>Another object whenever anything may have changed.</summary>
    public object Edition => (Current, snapshot).snapshot;

    private FrozenDictionary<string, Subscription> Current
    {
        get
        {
            var (platforms, list, granted) = (directory.Current, interfaces.Current, grants.Current);
            var held = snapshot;
            var same = ReferenceEquals(held.Interfaces, list) && ReferenceEquals(held.Platforms, platforms) && ReferenceEquals(held.Grants, granted);
            return (same ? held : snapshot = new Snapshot(platforms, list, granted)).Subscriptions;
        }
    }

    public Subscription? Find(string id) => Current.GetValueOrDefault(id);

    public IEnumerable<Subscription> Of(string platform) => Current.Values.Where(s => s.Platform == platform);

    private sealed class Snapshot
    {
        private readonly RegionCode home;
        private readonly ConverterBook converters;

        public Snapshot(PlatformList platforms, InterfaceList interfaces, GrantList grants)
        {
            (Interfaces, Platforms, Grants) = (interfaces, platforms, grants);
            home = platforms.Deployment.Region;
            converters = ConverterBook.Read(interfaces.Schemas);
            Subscriptions = (
                from platform in platforms.All.Where(one => !one.Testing)
                from service in Candidates(platform)
                let made = Make(platform, service)
                where made is not null
                select made)
                .ToFrozenDictionary(s => s.Id, StringComparer.Ordinal);
        }

        public InterfaceList Interfaces { get; }

        public PlatformList Platforms { get; }

        public GrantList Grants { get; }

        public FrozenDictionary<string, Subscription> Subscriptions { get; }

        // Most platforms read few of many interfaces: the others are not even looked at.
        private IEnumerable<InterfaceService> Candidates(Platform platform) =>
            platform.Standing == Standing.Own
                ? Interfaces.All
                : (platform.Standing == Standing.Child ? Interfaces.Down : [])
                    .Concat(platform.Subscribes.Concat(Grants.Of(platform.Code.ToString())).Select(Interfaces.Find).OfType<InterfaceService>()).Distinct();

        private Subscription? Make(Platform platform, InterfaceService service)
        {
            if (!Reads(platform, service))
            {
                return null;
            }

            var code = platform.Code.ToString();
            var plain = new Subscription(Subscription.IdOf(code, service.Name), code, service.Name, platform.Region, platform.Region == home)
            {
                Statutory = IsStatutory(platform, service),
                TakesWider = service.Code.Direction == Direction.Down && service.Dataset.Addressee is null,
                Converters = Others(service).Where(other => !Reads(platform, other.Service)).ToFrozenDictionary(other => other.Service.Name, other => other.Converter),
            };
            return plain.Statutory || Grants.Find(code, service.Name) is not { } granted ? plain : Narrowed(plain, granted, service);
        }

        private Subscription Narrowed(Subscription plain, SubscriptionRequest granted, InterfaceService service)
        {
            var sheet = FieldSheet.Of(service.Dataset);
            IReadOnlyList<RegionCode> regions = [.. granted.Regions.Select(RegionCode.Parse)];
            return plain with
            {
                Region = regions[0],
                Regions = regions,
                Whole = plain.Whole && regions.Contains(home),
                Mask = FieldMask.Of(sheet, granted.Fields),
                Filter = RecordFilter.Stored(granted.Filter, sheet),
                Granted = granted,
            };
        }

        private IEnumerable<(InterfaceService Service, Converter Converter)> Others(InterfaceService service) =>
            from other in Interfaces.Versions(service)
            where other != service
            let converter = converters.Find(service.Code.Dataset, other.Code.Major, service.Code.Major)
            where converter is not null
            select (other, converter);

        private bool Reads(Platform platform, InterfaceService service) =>
            IsStatutory(platform, service) || (Grants.Find(platform.Code.ToString(), service.Name) is { } decided ? decided.State == RequestState.Live : platform.Subscribes.Contains(service.Name));

        private static bool IsStatutory(Platform platform, InterfaceService service) =>
            platform.Standing == Standing.Own || (platform.Standing == Standing.Child && service.Code.Direction == Direction.Down);
    }
}
