using System.CommandLine;
using CityOps.Schemas.Validation;

namespace CityOps.Node.Verbs;

/// <summary><c>cityops schema bowtie</c>: the schema engine behind the protocol of the Bowtie harness, so that others can compare it.</summary>
public static class BowtieVerb
{
    public static Command Make()
    {
        var formats = new Option<string>("--formats") { Description = "annotate 或 assert：format 是说明还是规则 whether formats are remarks or rules", DefaultValueFactory = _ => "annotate" };
        formats.AcceptOnlyFromAmong("annotate", "assert");
        var bowtie = new Command("bowtie", "以 Bowtie 协议应答 answer Bowtie's protocol on standard input and output") { formats };
        bowtie.SetAction((parsed, ct) =>
        {
            var use = parsed.GetValue(formats) == "assert" ? FormatUse.Assert : FormatUse.Annotate;
            return new BowtieDialogue(use).RunAsync(Console.In, Console.Out, ct);
        });
        return bowtie;
    }
}
