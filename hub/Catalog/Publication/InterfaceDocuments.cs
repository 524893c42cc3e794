using System.Text.Json.Nodes;
using CityOps.Hub.SignOn;
using CityOps.Schemas.Catalogue;

namespace CityOps.Hub.Catalog.Publication;

/// <summary>
/// 接口文档 of one interface, made from its schema: OpenAPI 3.1 for the calls, AsyncAPI 3.0 for what is delivered, and lines a
/// client begins with. Nothing in them is written by hand, so nothing in them can be out of date.
/// </summary>
internal sealed class InterfaceDocuments(SignOnOptions options, Onboarding.PlatformDirectory platforms)
{
    private string Origin => options.Issuer;

    public JsonObject OpenApi(InterfaceService service, InterfaceSheet sheet) => new()
    {
        ["openapi"] = "3.1.0",
        ["info"] = Info(service, sheet),
        ["servers"] = new JsonArray(new JsonObject { ["url"] = Origin, ["description"] = platforms.Deployment.Name }),
        ["security"] = new JsonArray(new JsonObject { ["platform"] = new JsonArray($"if:{service.Name}:publish") }),
        ["paths"] = new JsonObject
        {
            [$"/exchange/v1/interfaces/{service.Name}/batches"] = new JsonObject { ["post"] = Post(service, sheet) },
            [$"/exchange/v1/subscriptions/{{platform}}.{service.Name}/records"] = new JsonObject { ["get"] = Pull(service, sheet) },
        },
        ["components"] = new JsonObject
        {
            ["schemas"] = new JsonObject { ["Record"] = SchemaOf(service), ["Problem"] = Problem() },
            ["securitySchemes"] = new JsonObject
            {
                ["platform"] = new JsonObject
                {
                    ["type"] = "oauth2",
                    ["flows"] = new JsonObject
                    {
                        ["clientCredentials"] = new JsonObject
                        {
                            ["tokenUrl"] = Origin + "/connect/token",
                            ["scopes"] = new JsonObject { [$"if:{service.Name}:publish"] = "send", [$"if:{service.Name}:subscribe"] = "read" },
                        },
                    },
                },
            },
        },
    };

    public static JsonObject AsyncApi(InterfaceService service, InterfaceSheet sheet) => new()
    {
        ["asyncapi"] = "3.0.0",
        ["info"] = Info(service, sheet),
        ["defaultContentType"] = "application/json",
        ["channels"] = new JsonObject
        {
            ["deliveries"] = new JsonObject
            {
                ["address"] = null,
                ["description"] = "HTTP POST to the subscriber's own address, signed by Standard Webhooks 1.0",
                ["messages"] = new JsonObject { ["records"] = new JsonObject { ["$ref"] = "#/components/messages/records" } },
            },
        },
        ["operations"] = new JsonObject
        {
            ["deliver"] = new JsonObject { ["action"] = "send", ["channel"] = new JsonObject { ["$ref"] = "#/channels/deliveries" }, ["messages"] = new JsonArray(new JsonObject { ["$ref"] = "#/channels/deliveries/messages/records" }) },
        },
        ["components"] = new JsonObject
        {
            ["messages"] = new JsonObject
            {
                ["records"] = new JsonObject
                {
                    ["name"] = "records",
                    ["headers"] = Typed("object", ("webhook-id", "string"), ("webhook-timestamp", "string"), ("webhook-signature", "string")),
                    ["payload"] = new JsonObject
                    {
                        ["type"] = "object",
                        ["required"] = new JsonArray("type", "subscription", "interface", "records"),
                        ["properties"] = new JsonObject
                        {
                            ["type"] = new JsonObject { ["const"] = "records" },
                            ["subscription"] = new JsonObject { ["type"] = "string" },
                            ["interface"] = new JsonObject { ["const"] = service.Name },
                            ["records"] = Records(service),
                            ["next"] = new JsonObject { ["type"] = "integer" },
                            ["backlog"] = new JsonObject { ["type"] = "integer" },
                        },
                    },
                },
            },
            ["schemas"] = new JsonObject { ["Record"] = SchemaOf(service) },
        },
    };

    /// <summary>What a client begins with, by language.</summary>
    public JsonObject Snippets(InterfaceService service)
    {
        var example = SchemaExamples.Of(service.Dataset).FirstOrDefault(one => one.Name.StartsWith("pass", StringComparison.Ordinal));
        var record = example is null ? "{}" : example.Content.GetRawText();
        return new JsonObject
        {
            ["example"] = JsonNode.Parse(record),
            ["curl"] = string.Join('\n',
            [
                $"HUB={Origin}",
                "TOKEN=$(curl -s -u \"$ID:$SECRET\" -d grant_type=client_credentials $HUB/connect/token | python3 -c 'import json,sys; print(json.load(sys.stdin)[\"access_token\"])')",
                $"curl -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/x-ndjson' -H \"Idempotency-Key: $(date +%s)\" --data-binary @records.ndjson \"$HUB/exchange/v1/interfaces/{service.Name}/batches?mode=test\"",
                $"curl -H \"Authorization: Bearer $TOKEN\" \"$HUB/exchange/v1/subscriptions/$ID.{service.Name}/records?wait=30\"",
            ]),
            ["python"] = string.Join('\n',
            [
                "import base64, json, urllib.parse, urllib.request",
                "",
                $"HUB = {Quoted(Origin)}",
                "def call(method, path, body=None, kind='application/json', **headers):",
                "    request = urllib.request.Request(HUB + path, method=method, data=body, headers={'Content-Type': kind, **headers})",
                "    with urllib.request.urlopen(request) as answer:",
                "        return json.load(answer)",
                "",
                "def token(client, secret):",
                "    basic = base64.b64encode(f'{urllib.parse.quote(client)}:{urllib.parse.quote(secret)}'.encode()).decode()",
                "    return call('POST', '/connect/token', b'grant_type=client_credentials', 'application/x-www-form-urlencoded', Authorization='Basic ' + basic)['access_token']",
                "",
                "def send(records, batch, bearer):  # the same batch id again is safe",
                "    lines = '\\n'.join(json.dumps(record, ensure_ascii=False) for record in records).encode()",
                $"    return call('POST', '/exchange/v1/interfaces/{service.Name}/batches', lines, 'application/x-ndjson', Authorization='Bearer ' + bearer, **{{'Idempotency-Key': batch}})",
            ]),
            ["csharp"] = string.Join('\n',
            [
                $"using var http = new HttpClient {{ BaseAddress = new Uri({Quoted(Origin + "/")}) }};",
                "http.DefaultRequestHeaders.Authorization = new(\"Bearer\", token);",
                $"using var batch = new HttpRequestMessage(HttpMethod.Post, \"exchange/v1/interfaces/{service.Name}/batches\")",
                "{",
                "    Content = new StringContent(string.Join('\\n', records.Select(one => JsonSerializer.Serialize(one))), Encoding.UTF8, \"application/x-ndjson\"),",
                "    Headers = { { \"Idempotency-Key\", batchId } },",
                "};",
                "using var receipt = await http.SendAsync(batch);",
            ]),
        };
    }

    private static JsonObject Info(InterfaceService service, InterfaceSheet sheet) => new()
    {
        ["title"] = $"{service.Dataset.Title} {service.Name}",
        ["version"] = service.Dataset.Version,
        ["description"] = string.Join('\n', new[] { sheet.Owner.Length > 0 ? "责任单位 owner: " + sheet.Owner : "", sheet.State == PublicationState.Deprecated ? $"停用日期 sunset: {sheet.Sunset:yyyy-MM-dd} {sheet.Successor}" : "" }.Where(line => line.Length > 0)),
    };

    private static JsonObject Post(InterfaceService service, InterfaceSheet sheet) => new()
    {
        ["operationId"] = "send",
        ["summary"] = "上报一批记录 · Send a batch",
        ["deprecated"] = sheet.State != PublicationState.Published,
        ["parameters"] = new JsonArray(
            Parameter("Idempotency-Key", "header", new JsonObject { ["type"] = "string", ["pattern"] = "^[A-Za-z0-9._-]{1,64}$" }, required: true),
            Parameter("mode", "query", new JsonObject { ["enum"] = new JsonArray("partial", "atomic", "test") }, required: false)),
        ["requestBody"] = new JsonObject
        {
            ["required"] = true,
            ["content"] = new JsonObject
            {
                ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "array", ["items"] = Reference() } },
                ["application/x-ndjson"] = new JsonObject { ["schema"] = Reference() },
            },
        },
        ["responses"] = Responses("回执 receipt", 400, 401, 403, 409, 410, 413, 415, 422, 429, 503),
    };

    private static JsonObject Pull(InterfaceService service, InterfaceSheet sheet) => new()
    {
        ["operationId"] = "pull",
        ["summary"] = "按位点拉取记录 · Pull by position",
        ["deprecated"] = sheet.State != PublicationState.Published,
        ["security"] = new JsonArray(new JsonObject { ["platform"] = new JsonArray($"if:{service.Name}:subscribe") }),
        ["parameters"] = new JsonArray(
            Parameter("platform", "path", new JsonObject { ["type"] = "string" }, required: true),
            Parameter("after", "query", new JsonObject { ["type"] = "integer" }, required: false),
            Parameter("limit", "query", new JsonObject { ["type"] = "integer" }, required: false),
            Parameter("wait", "query", new JsonObject { ["type"] = "integer", ["description"] = "秒 seconds" }, required: false)),
        ["responses"] = Responses("一页记录 a page of records", 400, 401, 403, 404, 409, 429, 503),
    };

    private static JsonObject Responses(string good, params int[] problems)
    {
        var all = new JsonObject { ["200"] = new JsonObject { ["description"] = good, ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } } } } };
        foreach (var status in problems)
        {
            all[status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = new JsonObject
            {
                ["description"] = "问题 problem document (RFC 9457)",
                ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" } } },
            };
        }

        return all;
    }

    private static JsonObject Records(InterfaceService service) => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["position"] = new JsonObject { ["type"] = "integer" }, ["record"] = Reference() } },
        ["description"] = service.Dataset.Title,
    };

    private static JsonObject Parameter(string name, string where, JsonObject schema, bool required) => new() { ["name"] = name, ["in"] = where, ["required"] = required, ["schema"] = schema };

    private static JsonObject Reference() => new() { ["$ref"] = "#/components/schemas/Record" };

    private static JsonObject Problem() => Typed("object", ("type", "string"), ("title", "string"), ("status", "integer"), ("detail", "string"), ("instance", "string"), ("code", "string"));

    private static JsonObject Typed(string type, params (string Name, string Type)[] members) => new()
    {
        ["type"] = type,
        ["properties"] = new JsonObject(members.Select(one => KeyValuePair.Create(one.Name, (JsonNode?)new JsonObject { ["type"] = one.Type }))),
    };

    private static JsonNode SchemaOf(InterfaceService service) => JsonNode.Parse(service.Dataset.SchemaBytes.Span)!;

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
