using CityOps.Bench;

switch (args)
{
    case ["validation", .. var rest]:
        return ValidationBench.Run(rest);
    default:
        Console.Error.WriteLine("usage: CityOps.Bench validation --schema FILE --data FILE.ndjson [--expect FILE.expect.json] [--rounds N]");
        return 2;
}
