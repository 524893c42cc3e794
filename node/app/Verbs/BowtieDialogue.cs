using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Schemas.Validation;

namespace CityOps.Node.Verbs;

/// <summary>One conversation of the Bowtie harness (IHOP protocol 1): a JSON object a line each way.</summary>
public sealed class BowtieDialogue(FormatUse formats)
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";
    private const string Home = "https://cityops.example";

    /// <summary>Answers until <c>stop</c> or the end of the input; 0 when it ended as agreed, 1 when a line was no command.</summary>
    public async Task<int> RunAsync(TextReader input, TextWriter output, CancellationToken ct)
    {
        while (await input.ReadLineAsync(ct) is { } line)
        {
            using var request = JsonDocument.Parse(line);
            var command = request.RootElement.GetProperty("cmd").GetString();
            if (command == "stop")
            {
                return 0;
            }

            if (Answer(command, request.RootElement) is not { } answer)
            {
                return 1;
            }

            await output.WriteLineAsync(answer.ToJsonString().AsMemory(), ct);
            await output.FlushAsync(ct);
        }

        return 0;
    }

    private JsonObject? Answer(string? command, JsonElement request) => command switch
    {
        "start" => request.GetProperty("version").GetInt32() == 1 ? Introduction() : null,
        "dialect" => new JsonObject { ["ok"] = request.GetProperty("dialect").GetString()?.TrimEnd('#') == Dialect },
        "run" => Run(request),
        _ => null,
    };

    private static JsonObject Introduction() => new()
    {
        ["version"] = 1,
        ["implementation"] = new JsonObject
        {
            ["language"] = "csharp",
            ["name"] = "cityops",
            ["version"] = typeof(JsonSchema).Assembly.GetName().Version?.ToString(3),
            ["dialects"] = new JsonArray(Dialect),
            ["homepage"] = Home,
            ["issues"] = Home + "/issues",
            ["source"] = Home,
            ["os"] = OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "Darwin" : "Linux",
            ["os_version"] = Environment.OSVersion.VersionString,
            ["language_version"] = RuntimeInformation.FrameworkDescription,
        },
    };

    private JsonObject Run(JsonElement request)
    {
        var answer = new JsonObject { ["seq"] = JsonNode.Parse(request.GetProperty("seq").GetRawText()) };
        try
        {
            var one = request.GetProperty("case");
            var schema = JsonSchema.Compile(Bytes(one.GetProperty("schema")), Registry(one), formats);
            answer["results"] = new JsonArray([.. one.GetProperty("tests").EnumerateArray()
                .Select(test => new JsonObject { ["valid"] = schema.IsValid(Bytes(test.GetProperty("instance"))) })]);
        }
        catch (Exception fault) when (fault is SchemaException or UriFormatException or KeyNotFoundException or InvalidOperationException)
        {
            answer["errored"] = true;
            answer["context"] = new JsonObject { ["message"] = fault.Message, ["traceback"] = fault.ToString() };
        }

        return answer;
    }

    private static SchemaRegistry Registry(JsonElement one)
    {
        var registry = new SchemaRegistry();
        if (one.TryGetProperty("registry", out var documents) && documents.ValueKind == JsonValueKind.Object)
        {
            foreach (var document in documents.EnumerateObject())
            {
                registry.Add(new Uri(document.Name), Bytes(document.Value));
            }
        }

        return registry;
    }

    private static byte[] Bytes(JsonElement value) => Encoding.UTF8.GetBytes(value.GetRawText());
}
