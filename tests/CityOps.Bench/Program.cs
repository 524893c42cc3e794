using CityOps.Bench;

switch (args)
{
    case ["store-writer", .. var rest]:
        return await StoreVerbs.WriteAsync(rest);
    case ["fail-point", .. var rest]:
        return StoreVerbs.Pass(rest);
    default:
        return 2;
}
