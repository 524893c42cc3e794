using CityOps.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.SignOn.Tokens;

/// <summary>A store that is away is said in OAuth's form: 503 and when to come back, never a yes (RFC 7009 2.2.1).</summary>
internal static class StoreEdge
{
    public static async Task GuardAsync(HttpContext context, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (Exception fault) when (StoreFaults.IsUnavailable(fault) && !context.Response.HasStarted)
        {
            Log.StoreAway(context.RequestServices.GetRequiredService<ILogger<TokenDesk>>(), context.Request.Path.Value ?? "", fault);
            await TokenAnswers.RefuseAsync(context.Response, TokenRefusals.StoreAway);
        }
    }
}
