using CityOps.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Hub.SignOn.Policy;

/// <summary>Routes say what they need as metadata; one step before them lets in or refuses, and writes the trail.</summary>
public static class PolicyRoutes
{
    private static readonly object Key = new();

    /// <summary>One of these actions of a user, or this deployment's own tools.</summary>
    public static T Needs<T>(this T route, params string[] actions)
        where T : IEndpointConventionBuilder => route.WithMetadata(new Need(actions));

    /// <summary>Who acts, behind a route that <see cref="Needs"/>.</summary>
    public static Actor ActorOf(this HttpContext http) => (Actor)http.Items[Key]!;

    /// <summary>The step: routes without a need go by, they keep a door of their own.</summary>
    public static async Task EnterAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<Need>() is not { } need)
        {
            await next(http);
            return;
        }

        if (!(await AdmitAsync(http, need)).TryGet(out var actor, out var refusal))
        {
            await refusal.ToResult(http).ExecuteAsync(http);
            return;
        }

        http.Items[Key] = actor;
        await next(http);
        if (actor.User is not null && !HttpMethods.IsGet(http.Request.Method))
        {
            var status = http.Response.StatusCode;
            await TrailOf(http).WriteAsync(http, actor.Name, status < 400 ? null : $"http-{status}", CancellationToken.None);
        }
    }

    /// <summary>The policy's decision for a call whose room opens its own door; refusals are in the trail.</summary>
    public static async Task<Entry> AdmitAsync(HttpContext http, Need need)
    {
        var entered = await http.RequestServices.GetRequiredService<AccessPolicy>().EnterAsync(http, need);
        if (!entered.TryGet(out var actor, out var refusal) && refusal.Kind != RefusalKind.TooMany) // a flood is counted, not written down
        {
            await TrailOf(http).WriteAsync(http, actor.Name, refusal.Name, http.RequestAborted);
        }

        return entered;
    }

    private static CallTrail TrailOf(HttpContext http) => http.RequestServices.GetRequiredService<CallTrail>();
}
