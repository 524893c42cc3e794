using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.SignOn.Tokens;

/// <summary>跨域: pages of any origin may call where no cookie counts: discovery, keys, token, UserInfo. Never with credentials.</summary>
internal static class CrossOrigin
{
    public static void Allow(HttpResponse response)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.AccessControlExposeHeaders = "DPoP-Nonce, WWW-Authenticate, Retry-After";
    }

    public static void MapPreflight(IEndpointRouteBuilder routes, string path, string methods) =>
        routes.MapMethods(path, ["OPTIONS"], (HttpContext context) =>
        {
            Allow(context.Response);
            context.Response.Headers.AccessControlAllowMethods = methods;
            context.Response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type, DPoP";
            context.Response.Headers.AccessControlMaxAge = "600";
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }).ExcludeFromDescription();
}
