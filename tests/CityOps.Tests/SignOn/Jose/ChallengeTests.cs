using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Dpop;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CityOps.Tests.SignOn.Jose;

/// <summary>What a refused caller is told in the header (RFC 6750 3, RFC 9449 7.1).</summary>
public sealed class ChallengeTests : IAsyncLifetime
{
    private SignOnHost host = null!;

    public async Task InitializeAsync() => host = await SignOnHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData(null, "unauthenticated", "Bearer")]
    [InlineData("Bearer x", "unauthenticated", "Bearer error=\"invalid_token\"")]
    [InlineData("DPoP x", "unauthenticated", "DPoP error=\"invalid_token\", algs=\"ES256 PS256\"")]
    [InlineData("dpop x", "invalid_dpop_proof", "DPoP error=\"invalid_dpop_proof\", algs=\"ES256 PS256\"")]
    [InlineData("DPoP x", "use_dpop_nonce", "DPoP error=\"use_dpop_nonce\", algs=\"ES256 PS256\"")]
    public void The_challenge_says_what_was_wrong_with_what_was_tried(string? authorization, string refusal, string challenge)
    {
        var http = new DefaultHttpContext();
        if (authorization is not null)
        {
            http.Request.Headers.Authorization = authorization;
        }

        var outward = Challenges.Put(http, SignOnRefusals.All.Single(one => one.Name == refusal), host.Service<DpopCheck>());

        Assert.Same(SignOnRefusals.Unauthenticated, outward);
        Assert.Equal(challenge, http.Response.Headers.WWWAuthenticate);
        Assert.Equal(refusal == "use_dpop_nonce", http.Response.Headers.ContainsKey("DPoP-Nonce"));
    }

    [Fact]
    public void Several_headers_are_a_token_that_does_not_hold()
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Authorization = new(["Bearer x", "Bearer y"]);
        Challenges.Put(http, SignOnRefusals.Unauthenticated, host.Service<DpopCheck>());

        Assert.Equal("Bearer error=\"invalid_token\"", http.Response.Headers.WWWAuthenticate);
    }
}
