using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using CityOps.Tests.Shared;
using CityOps.Tests.SignOn.Guards;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityOps.Tests.SignOn.Policy;

/// <summary>
/// Who comes in by which route, for every route of a running deployment. The approved answers stand in <c>routes.txt</c>: a new
/// route, or a decision that changed, is a line somebody has to look at.
/// </summary>
public sealed partial class RouteMatrixTests : IAsyncLifetime
{
    private FrontHost province = null!;
    private FrontHost city = null!;

    public async Task InitializeAsync() => (province, city) = (await FrontHost.StartAsync(), await FrontHost.StartAsync(code: FrontHost.City));

    public async Task DisposeAsync()
    {
        await province.DisposeAsync();
        await city.DisposeAsync();
    }

    [Fact]
    public async Task Every_route_lets_in_whom_it_is_approved_to_let_in()
    {
        var said = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (host, peer) in new[] { (province, FrontHost.City), (city, FrontHost.Department) })
        {
            var (neighbour, nobody) = (await host.TokenAsync(peer), await Staff.TokenAsync(host.Services, "nobody"));
            foreach (var (method, pattern) in RoutesOf(host))
            {
                var path = Parameter().Replace(pattern, hole => hole.Value.EndsWith(":int}", StringComparison.Ordinal) ? "2026" : "x1");
                said.Add($"{method,-6} {pattern}: {await StatusAsync(host, method, path, "")} {await StatusAsync(host, method, path, neighbour)} {await StatusAsync(host, method, path, nobody)}");
            }
        }

        var approved = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "tests", "CityOps.Tests", "SignOn", "Policy", "routes.txt"))).Where(line => line.Length > 0 && line[0] != '#').ToList();
        var changed = string.Join('\n', said.Except(approved).Select(line => "+ " + line).Concat(approved.Except(said).Select(line => "- " + line)));
        Assert.True(changed.Length == 0, "not approved:\n" + changed);
    }

    private static IEnumerable<(string Method, string Pattern)> RoutesOf(FrontHost host) => host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [], (route, method) => (method, "/" + route.RoutePattern.RawText!.Trim('/')))
        .Where(route => route.method != "OPTIONS");

    private static async Task<int> StatusAsync(FrontHost host, string method, string path, string token)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = token.Length > 0 ? new AuthenticationHeaderValue("Bearer", token) : null;
        request.Headers.Add("X-Forwarded-For", "203.0.113.7"); // as from elsewhere: what loopback may is not asked here
        if (method is not "GET")
        {
            request.Content = path.StartsWith("/connect/", StringComparison.Ordinal) || path.StartsWith("/signon/", StringComparison.Ordinal) || path.StartsWith("/portal/", StringComparison.Ordinal)
                ? new FormUrlEncodedContent([])
                : new StringContent("{}", Encoding.UTF8, "application/json");
        }

        using var response = await host.Client.SendAsync(request);
        return (int)response.StatusCode;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
