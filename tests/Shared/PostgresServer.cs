using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CityOps.Store;

namespace CityOps.Tests.Shared;

/// <summary>
/// A real, private PostgreSQL on a free loopback port with a data folder of its own. It lives no longer than the test
/// process, however that ends: a small shell holds it and stops and deletes it when its end of a pipe closes.
/// When it cannot start, the tests that need it fail and say why.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> OfThisRun = new(() => StartAsync());
    private static int servers;

    private readonly Process keeper;
    private readonly int port;
    private int databases;

    private PostgresServer(Process keeper, int port) => (this.keeper, this.port) = (keeper, port);

    /// <summary>The one server all test classes of this run share, each with databases of its own.</summary>
    public static Task<PostgresServer> SharedAsync() => OfThisRun.Value;

    /// <summary>One more server, with lines of postgresql.conf: for tests that must break it.</summary>
    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        const int attempts = 3; // between choosing a free port and using it somebody else may take it
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var keeper = Launch(port, settings);
            if (await keeper.StandardOutput.ReadLineAsync() is "ready")
            {
                return new PostgresServer(keeper, port);
            }

            var reason = await keeper.StandardOutput.ReadToEndAsync();
            await keeper.WaitForExitAsync();
            keeper.Dispose();
            if (attempt == attempts)
            {
                throw new InvalidOperationException("PostgreSQL for the tests cannot start (./test installs it). " + reason);
            }
        }
    }

    /// <summary>The address of a fresh, empty database, as <see cref="StoreOpener"/> takes it.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref databases)}");
        await using var admin = await StoreOpener.OpenAsync(AddressOf("postgres") + ";Pooling=false", CancellationToken.None);
        await using var command = admin.Source.CreateCommand($"CREATE DATABASE {name}"); // outside any transaction
        await command.ExecuteNonQueryAsync();
        return AddressOf(name);
    }

    public string AddressOf(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"postgres:Host=127.0.0.1;Port={port};Username=postgres;Database={database}");

    public async ValueTask DisposeAsync()
    {
        keeper.StandardInput.Close();
        await keeper.WaitForExitAsync();
        keeper.Dispose();
    }

    private static Process Launch(int port, string[] settings)
    {
        var number = Interlocked.Increment(ref servers);
        var folder = Path.Combine(Path.GetTempPath(), $"cityops-postgres-{Environment.ProcessId}-{number}");
        var start = new ProcessStartInfo("sh") { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] arguments = ["-c", Script, "sh", folder, $"{port}", .. settings];
        Array.ForEach(arguments, start.ArgumentList.Add);
        return Process.Start(start) ?? throw new InvalidOperationException("sh cannot be started.");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    // The server refuses to run as root; then it runs as the user its package made.
    private const string Script =
        """
        folder=$1; port=$2; shift 2
        trap : INT HUP PIPE
        bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
        [ -x "$bin/initdb" ] || bin=$(dirname "$(command -v initdb || echo /none/initdb)")
        [ -x "$bin/initdb" ] || { echo failed; echo "No PostgreSQL server binaries in /usr/lib/postgresql/*/bin or PATH."; exit 1; }
        as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
        refuse() { echo failed; tail -n 20 "$folder"/*log; rm -rf "$folder"; exit 1; }
        rm -rf "$folder"; mkdir -p "$folder" && cd "$folder" || exit 1
        [ "$(id -u)" != 0 ] || chown postgres "$folder"
        as "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$folder/log" 2>&1 || refuse
        {
          printf "port = %s\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '%s'\n" "$port" "$folder"
          printf "max_connections = 300\nshared_buffers = 64MB\nfsync = on\n"
          for line in "$@"; do printf '%s\n' "$line"; done
        } >>"$folder/data/postgresql.conf"
        as "$bin/postgres" -D "$folder/data" >"$folder/server.log" 2>&1 </dev/null &
        server=$!
        until grep -q ready "$folder/data/postmaster.pid" 2>/dev/null; do
          kill -0 "$server" 2>/dev/null || refuse
          sleep 0.05
        done
        echo ready
        exec >/dev/null 2>&1
        cat
        kill -QUIT "$(head -n 1 "$folder/data/postmaster.pid")"
        wait "$server"
        cd /; rm -rf "$folder"
        """;
}
