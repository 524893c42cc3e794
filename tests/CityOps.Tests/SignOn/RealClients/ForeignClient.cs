using System.Diagnostics;
using System.Text.Json;
using CityOps.Tests.Shared;

namespace CityOps.Tests.SignOn.RealClients;

/// <summary>What a program of tests/signon-clients is to do; null members are left out.</summary>
internal sealed record ClientTask(string Issuer, string Client, string Redirect, string AfterLogout, string Login, string Password)
{
    public string? Secret { get; init; }

    /// <summary>Private JWK, ES256.</summary>
    public object? Key { get; init; }

    /// <summary><c>only</c>: requests are pushed, and nothing else would be taken.</summary>
    public string? Par { get; init; }

    public bool Dpop { get; init; }

    public int? Port { get; init; }

    public string? Folder { get; init; }
}

/// <summary>How it ended: 0 everything held, 3 it refused what the provider sent, 1 anything else.</summary>
internal sealed record ClientVerdict(int Code, string Said);

/// <summary>Runs a program of tests/signon-clients as a process of its own.</summary>
internal static class ForeignClient
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    public static async Task<ClientVerdict> RunAsync(string program, ClientTask task)
    {
        var folder = await NodePeers.FolderAsync("signon-clients");
        var runner = program.EndsWith(".py", StringComparison.Ordinal) ? "/usr/bin/python3" : "node";
        var start = new ProcessStartInfo(runner, [Path.Combine(folder, program)]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AUTHLIB_INSECURE_TRANSPORT"] = "1";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{runner} cannot be started (./test installs it).");
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(task, Form));
        process.StandardInput.Close();
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(patience.Token);
        return new ClientVerdict(process.ExitCode, string.Join('\n', said));
    }
}
