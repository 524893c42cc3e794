using System.Collections.Concurrent;
using System.Net;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Logout;
using CityOps.Hub.SignOn.People.Factors;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Tests.SignOn.Authorize;

/// <summary>What lies outside the town: other sites that are told about logouts, and the key that seals secrets.</summary>
internal sealed class Outside
{
    /// <summary>Every logout token posted, with its address.</summary>
    public ConcurrentQueue<(string Address, string Token)> Posts { get; } = new();

    /// <summary>How the other sites answer.</summary>
    public Func<string, CancellationToken, Task<HttpStatusCode>> Answer { get; set; } = (_, _) => Task.FromResult(HttpStatusCode.OK);

    public static Outside Add(IServiceCollection services)
    {
        var outside = new Outside();
        services.AddSingleton(new SecretSeal((_, secret) => [.. secret], (_, secret) => [.. secret]));
        services.AddSingleton<AddressJudge>(_ => _ => null);
        services.AddSingleton(new OutboundDoor(_ => null, outside.SendAsync));
        return outside;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var address = request.RequestUri!.ToString();
        var status = await Answer(address, ct);
        Posts.Enqueue((address, (await request.Content!.ReadAsStringAsync(ct)).Split("logout_token=")[1]));
        return new HttpResponseMessage(status);
    }
}
