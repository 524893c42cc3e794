using System.Globalization;
using System.Text;
using CityOps.Hub.SignOn.Admin;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.SignOn.People;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Builder;

namespace CityOps.Hub.Administration;

/// <summary>管理接口: <c>/admin/v1</c>. What every call of it shares.</summary>
internal static class AdminEndpoints
{
    public const string Root = "/admin/v1";

    private const int MostOfPage = 200;

    public static RouteGroupBuilder Group(this IEndpointRouteBuilder routes, string noun) =>
        routes.MapGroup($"{Root}/{noun}").WithTags("管理 Administration");

    /// <summary>Reads the body first, so that a bad one is refused before anything is asked of the store; but only for those who may come in.</summary>
    public static Task<IResult> RunAsync<TBody, T>(
        this AdminDoor door, HttpContext http, AdminCall call, Func<Actor, TBody, Task<Outcome<T>>> work, Func<T, IResult> answer, Func<T, string>? made = null)
        where TBody : class =>
        door.RunAsync(
            http,
            call,
            async caller =>
            {
                var bytes = await SmallJson.BytesAsync(http, AdminBody.MostBytes, http.RequestAborted);
                if (!bytes.TryGet(out var body, out var refusal) || !AdminBody.Read<TBody>(body).TryGet(out var read, out refusal))
                {
                    return refusal;
                }

                call.Asked = Encoding.UTF8.GetString(body);
                return await work(caller, read);
            },
            answer,
            made);

    public static IResult Json(object value, int status = StatusCodes.Status200OK) => Results.Json(value, SmallJson.Readable, statusCode: status);

    /// <summary>A page and the key to go on after; absent on the last one.</summary>
    public static IResult Page<T>(IReadOnlyList<T> items, string? next) => Json(next is null ? new { items } : (object)new { items, next });

    /// <summary>How many to answer at once: <c>limit</c>, 50 when absent.</summary>
    public static Outcome<PageAsked> PageOf(HttpRequest request)
    {
        var (limit, after) = (request.Query["limit"].ToString(), request.Query["after"].ToString());
        var most = 50;
        return (limit.Length > 0 && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MostOfPage)) || after.Any(char.IsControl) || after.Length > 128
            ? AdminBody.Unknown.Because($"limit 须为 1–{MostOfPage}", $"limit is 1 to {MostOfPage}")
            : new PageAsked(after, most);
    }

    /// <summary>A query parameter, null when absent or empty; nothing with control characters reaches the store.</summary>
    public static string? Query(this HttpRequest request, string name) =>
        request.Query[name].ToString() is { Length: > 0 and <= 128 } text && !text.Any(char.IsControl) ? text : null;

    /// <summary>The version that <c>If-Match</c> names; null when it is absent.</summary>
    public static Outcome<VersionAsked> IfMatch(HttpRequest request)
    {
        var header = request.Headers.IfMatch.ToString();
        return header.Length == 0 ? new VersionAsked(null)
            : long.TryParse(header.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? new VersionAsked(version)
            : PeopleRefusals.ChangedSince;
    }
}

/// <summary>Where a page begins and how long it is at most.</summary>
internal sealed record PageAsked(string After, int Most);

/// <summary>The version a change was made on; null asks for the newest, whichever it is.</summary>
internal sealed record VersionAsked(long? Version);
