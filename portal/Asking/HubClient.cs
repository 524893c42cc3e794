using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CityOps.Portal.Asking;

/// <summary>Why the deployment said no, or could not be asked. Status 0 where there was no answer.</summary>
public sealed record HubProblem(int Status, string Title, string? Detail, string? Code)
{
    public IReadOnlyList<FieldFault> Errors { get; init; } = [];

    /// <summary>What is wrong with one field of a form; null when nothing is.</summary>
    /// <param name="codes">Refusals as a whole that are about this field.</param>
    public string? Of(string field, params string[] codes) =>
        Errors.FirstOrDefault(one => one.At.TrimStart('/', '$', '.') == field)?.Message ?? (Code is not null && codes.Contains(Code) ? Detail ?? Title : null);
}

/// <summary>One member of what was sent that does not hold.</summary>
public sealed record FieldFault(string At, string Message);

/// <summary>The answer, or why there is none.</summary>
internal sealed record HubAnswer<T>(T? Value, HubProblem? Problem)
    where T : class;

/// <summary>
/// Asks the deployment in the name of whoever is signed on, by its own interfaces: what a page shows is what that person may see.
/// </summary>
internal sealed class HubClient(PortalOptions options, SelfHttp http)
{
    /// <summary>A member that is missing or null makes the answer unclear; it is never shown as zero.</summary>
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    private static readonly JsonSerializerOptions Sent = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    /// <param name="path">Relative to the deployment, its query encoded.</param>
    public Task<HubAnswer<T>> GetAsync<T>(HttpContext caller, string path)
        where T : class => SendAsync<T>(caller, HttpMethod.Get, path, null);

    /// <param name="headers">Besides those every call has.</param>
    public async Task<HubAnswer<T>> SendAsync<T>(HttpContext caller, HttpMethod method, string path, object? body, params (string Name, string Value)[] headers)
        where T : class
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            if (options.TokenOf is { } find && await find(caller) is { } token)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            foreach (var (name, text) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, text);
            }

            request.Headers.AcceptLanguage.ParseAdd(caller.Request.Query["lang"] == "en" ? "en" : "zh-CN");
            request.Content = body is null ? null : JsonContent.Create(body, options: Sent);
            using var answer = await http.SendAsync(request, caller.RequestAborted);
            var bytes = await answer.Content.ReadAsByteArrayAsync(caller.RequestAborted);
            if (!answer.IsSuccessStatusCode)
            {
                return new HubAnswer<T>(null, Refused((int)answer.StatusCode, bytes));
            }

            return JsonSerializer.Deserialize<T>(bytes.Length == 0 ? "{}"u8 : bytes, Shape) is { } value ? new HubAnswer<T>(value, null) : Without<T>("null");
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException)
        {
            return Without<T>(fault.Message);
        }
        catch (OperationCanceledException) when (!caller.RequestAborted.IsCancellationRequested)
        {
            return Without<T>($"{SelfHttp.Patience.TotalSeconds:0} s");
        }
    }

    private static HubAnswer<T> Without<T>(string detail)
        where T : class => new(null, new HubProblem(0, "", detail, null));

    private static HubProblem Refused(int status, byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            string? Text(string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return new HubProblem(status, Text("title") ?? $"HTTP {status}", Text("detail"), Text("type")?.Split(':')[^1])
            {
                Errors = root.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateArray().Select(one => new FieldFault(one.GetProperty("at").GetString() ?? "", one.GetProperty("message").GetString() ?? ""))] : [],
            };
        }
        catch (JsonException)
        {
            return new HubProblem(status, $"HTTP {status}", null, null);
        }
    }
}
