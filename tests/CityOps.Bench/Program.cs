using System.Globalization;
using CityOps.Bench;

const string Example = "schemas/standard/city/MG-01/examples/pass-closed.json";

switch (args)
{
    case ["validation", .. var rest]:
        return ValidationBench.Run(rest);
    case ["records", var example]:
        return RecordsBench.Run(example);
    case ["intake", var store, .. var rest]:
        return await IntakeBench.RunAsync(store, Example, rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 4, rest.Length > 1 ? int.Parse(rest[1], CultureInfo.InvariantCulture) : 80_000);
    case ["push", var store, .. var rest]:
        return await PushBench.RunAsync(store, Example, rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 20, rest.Length > 1 ? int.Parse(rest[1], CultureInfo.InvariantCulture) : 20_000);
    case ["status", var store, .. var rest]:
        return await StatusBench.RunAsync(store, rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 10_000, 372, rest.Length > 1 ? long.Parse(rest[1], CultureInfo.InvariantCulture) : 10_000_000);
    case ["propagation", var info]:
        return await PropagationBench.RunAsync(info, 100);
    case ["store-writer", .. var rest]:
        return await StoreVerbs.WriteAsync(rest);
    case ["fail-point", .. var rest]:
        return StoreVerbs.Pass(rest);
    default:
        Console.Error.WriteLine("usage: CityOps.Bench validation [--set city-case.mixed|sensor.mixed|…] [--rounds N]   (beside ../shared/anchors)");
        Console.Error.WriteLine("       CityOps.Bench validation --schema FILE --data FILE.ndjson [--expect FILE.expect.json] [--rounds N]");
        Console.Error.WriteLine("       CityOps.Bench intake sqlite|postgres:CONNECTION [SENDERS [RECORDS]]");
        Console.Error.WriteLine("       CityOps.Bench push sqlite|postgres:CONNECTION [ENDPOINTS [RECORDS]]");
        Console.Error.WriteLine("       CityOps.Bench status sqlite|postgres:CONNECTION [DATASETS [ROWS]]");
        Console.Error.WriteLine("       CityOps.Bench propagation INFO   (the --info file of a running `cityops up --rate 0`)");
        Console.Error.WriteLine("       CityOps.Bench records schemas/standard/city/MG-01/examples/pass-closed.json");
        return 2;
}
