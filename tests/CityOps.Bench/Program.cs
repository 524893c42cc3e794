using CityOps.Bench;

switch (args)
{
    case ["validation", .. var rest]:
        return ValidationBench.Run(rest);
    case ["records", var example]:
        return RecordsBench.Run(example);
    case ["store-writer", .. var rest]:
        return await StoreVerbs.WriteAsync(rest);
    case ["fail-point", .. var rest]:
        return StoreVerbs.Pass(rest);
    default:
        Console.Error.WriteLine("usage: CityOps.Bench validation --schema FILE --data FILE.ndjson [--expect FILE.expect.json] [--rounds N]");
        Console.Error.WriteLine("       CityOps.Bench records schemas/standard/city/MG-01/examples/pass-closed.json");
        return 2;
}
