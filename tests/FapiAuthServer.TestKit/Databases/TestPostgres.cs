using System.Globalization;
using System.Security.Cryptography;
using FapiAuthServer.TestKit.Processes;

namespace FapiAuthServer.TestKit.Databases;

/// <summary>A throw-away PostgreSQL cluster on a free port, gone with the process that started it, however that ends.</summary>
public sealed class TestPostgres : IAsyncDisposable
{
    private const string Superuser = "fapi";

    // PostgreSQL refuses to run as root, so root becomes the package's own user; `exec` keeps the process id, so signals arrive.
    private const string CreateAndRun =
        """
        set -eu
        binaries=$1 home=$2 port=$3
        as_owner=
        if [ "$(id -u)" = 0 ]; then
            owner=postgres
            id -u "$owner" >/dev/null 2>&1 || owner=nobody
            chown -R "$owner" "$home"
            as_owner="setpriv --reuid=$owner --regid=$(id -g "$owner") --init-groups"
        fi
        cd "$home"
        $as_owner "$binaries/initdb" --pgdata="$home/data" --username=fapi --pwfile="$home/password" \
            --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync --no-instructions
        exec $as_owner "$binaries/postgres" -D "$home/data" -p "$port" \
            -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300 \
            -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off \
            -c shared_buffers=64MB -c max_wal_size=256MB -c autovacuum_naptime=1h -c log_checkpoints=off
        """;

    private static readonly Lazy<Task<TestPostgres>> SharedCluster = new(StartAsync);

    private readonly string binaries;
    private readonly int port;
    private readonly string password;
    private readonly SupervisedProcess process;
    private int databases;

    private TestPostgres(string binaries, int port, string password, SupervisedProcess process)
    {
        this.binaries = binaries;
        this.port = port;
        this.password = password;
        this.process = process;
    }

    public string Output => process.Output;

    /// <summary>One cluster for everything in this process; it ends with the process and needs no disposal.</summary>
    public static Task<TestPostgres> SharedAsync() => SharedCluster.Value;

    public static async Task<TestPostgres> StartAsync()
    {
        var binaries = FindBinaries();
        var home = Directory.CreateTempSubdirectory("fapi-postgres-").FullName;
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var port = FreePorts.Take();
        await File.WriteAllTextAsync(Path.Combine(home, "password"), password);

        var process = await SupervisedProcess.StartAsync(
            new SupervisedCommand("bash", ["-c", CreateAndRun, "postgres", binaries, home, port.ToString(CultureInfo.InvariantCulture)])
            {
                Environment = new Dictionary<string, string?> { ["LC_ALL"] = "C" },
                StopSignal = "QUIT", // Nothing in it is worth an orderly shutdown.
                RemoveAtEnd = home,
            });
        var postgres = new TestPostgres(binaries, port, password, process);
        await postgres.WaitUntilReadyAsync();
        return postgres;
    }

    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref databases)}");
        await RunAsync("createdb", name);
        return ConnectionString(name);
    }

    /// <summary>Runs SQL in a database of this cluster and returns psql's unaligned rows, for tests that look at what was stored.</summary>
    public Task<string> QueryAsync(string connectionString, string sql)
    {
        var name = connectionString.Split(';').Single(part => part.StartsWith("Database=", StringComparison.Ordinal))["Database=".Length..];
        return RunAsync(
            "psql", "--no-psqlrc", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", "--dbname=" + name, "--command=" + sql);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private string ConnectionString(string database) => string.Create(
        CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={port};Username={Superuser};Password={password};Database={database};Maximum Pool Size=50");

    private async Task WaitUntilReadyAsync()
    {
        var deadline = DateTimeOffset.UtcNow + TimeSpan.FromSeconds(60);
        while (!process.HasExited && DateTimeOffset.UtcNow < deadline)
        {
            var (code, _) = await Command.TryAsync(
                Path.Combine(binaries, "pg_isready"), ["--quiet", "--dbname=postgres"], ClientEnvironment());
            if (code == 0)
            {
                return;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
        var output = process.Output;
        await DisposeAsync();
        throw new InvalidOperationException($"PostgreSQL did not become ready:\n{output}");
    }

    private Task<string> RunAsync(string program, params string[] arguments) =>
        Command.RunAsync(Path.Combine(binaries, program), arguments, ClientEnvironment());

    private Dictionary<string, string?> ClientEnvironment() => new()
    {
        ["PGHOST"] = "127.0.0.1",
        ["PGPORT"] = port.ToString(CultureInfo.InvariantCulture),
        ["PGUSER"] = Superuser,
        ["PGPASSWORD"] = password,
        ["PGCONNECT_TIMEOUT"] = "5",
        ["LC_ALL"] = "C",
    };

    private static string FindBinaries()
    {
        const string versions = "/usr/lib/postgresql";
        var newest = Directory.Exists(versions)
            ? Directory.EnumerateDirectories(versions)
                .Where(version => File.Exists(Path.Combine(version, "bin", "initdb")))
                .MaxBy(version => int.TryParse(Path.GetFileName(version), CultureInfo.InvariantCulture, out var number) ? number : 0)
            : null;
        return newest is null
            ? throw new InvalidOperationException($"No PostgreSQL server under {versions}. Install Debian's package `postgresql`.")
            : Path.Combine(newest, "bin");
    }
}
