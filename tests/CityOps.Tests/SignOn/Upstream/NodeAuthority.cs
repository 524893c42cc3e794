using System.Diagnostics;
using System.Text.Json.Nodes;
using CityOps.Tests.Shared;

namespace CityOps.Tests.SignOn.Upstream;

/// <summary>The certified provider as a process of its own.</summary>
internal sealed class NodeAuthority : IAsyncDisposable
{
    private readonly Process process;

    private NodeAuthority(Process process, string issuer) => (this.process, Issuer) = (process, issuer);

    public string Issuer { get; }

    public static async Task<NodeAuthority> StartAsync()
    {
        var process = NodePeers.Start(await NodePeers.FolderAsync(), "authority.mjs");
        return await process.StandardOutput.ReadLineAsync() is { } issuer
            ? new NodeAuthority(process, issuer)
            : throw new InvalidOperationException("The authority cannot start. " + await process.StandardError.ReadToEndAsync());
    }

    public async Task ServeAsync(JsonObject settings)
    {
        await process.StandardInput.WriteLineAsync(settings.ToJsonString());
        await process.StandardInput.FlushAsync();
        if (await process.StandardOutput.ReadLineAsync() is not "ready")
        {
            throw new InvalidOperationException("The authority does not serve. " + await process.StandardError.ReadToEndAsync());
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
